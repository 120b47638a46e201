import { unreachable } from "../check.js";
import type { Rng } from "../random.js";
import { canonicalJson, isRecord, type Plain } from "./plainJson.js";
import { type ConfigOf, isParameter, type Parameter, type Space } from "./space.js";

/**
 * A config drawn from the space. Every parameter has a stream of its own, named by its place, so that
 * one more parameter leaves the draws of the others as they are. `rng` is not advanced.
 */
export function sample<S extends Space>(space: S, rng: Rng): ConfigOf<S> {
  return drawn(space, rng) as ConfigOf<S>;
}

function drawn(space: Space, rng: Rng): Plain {
  if (isParameter(space)) return drawnParameter(space, rng);
  if (Array.isArray(space)) return space.map((part: Space, i) => drawn(part, rng.fork(i)));
  if (!isRecord(space)) return space as Plain;
  return Object.fromEntries(
    Object.entries(space).map(([key, part]) => [key, drawn(part as Space, rng.fork(key))]),
  );
}

function drawnParameter(space: Parameter, rng: Rng): Plain {
  switch (space.draw) {
    case "uniform":
      return between(space, space.low + (space.high - space.low) * rng.uniform());
    case "logUniform":
      return between(space, space.low * (space.high / space.low) ** rng.uniform());
    case "integer":
      return space.log
        ? between(space, Math.floor(space.low * ((space.high + 1) / space.low) ** rng.uniform()))
        : space.low + rng.integer(space.high - space.low + 1);
    case "choice":
      return space.values[rng.integer(space.values.length)];
    case "anyOf": {
      const branch = rng.integer(space.spaces.length);
      return drawn(space.spaces[branch], rng.fork(branch));
    }
    default:
      return unreachable(space);
  }
}

function between(
  { low, high }: { readonly low: number; readonly high: number },
  x: number,
): number {
  return Math.min(Math.max(x, low), high); // Rounding may step over an end.
}

/** Whether the config is one that the space can give. */
export function contains(space: Space, config: unknown): boolean {
  if (!isParameter(space)) {
    if (Array.isArray(space))
      return (
        Array.isArray(config) &&
        config.length === space.length &&
        space.every((part: Space, i) => contains(part, config[i]))
      );
    if (!isRecord(space)) return Object.is(space, config);
    return (
      isRecord(config) &&
      Object.keys(config).length === Object.keys(space).length &&
      Object.entries(space).every(
        ([key, part]) => key in config && contains(part as Space, config[key]),
      )
    );
  }
  switch (space.draw) {
    case "uniform":
    case "logUniform":
      return typeof config === "number" && config >= space.low && config <= space.high;
    case "integer":
      return Number.isSafeInteger(config) && contains({ ...space, draw: "uniform" }, config);
    case "choice": {
      const text = canonicalJson("contains", config);
      return space.values.some((value) => canonicalJson("contains", value) === text);
    }
    case "anyOf":
      return space.spaces.some((branch) => contains(branch, config));
    default:
      return unreachable(space);
  }
}

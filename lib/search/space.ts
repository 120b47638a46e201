import { refuse } from "../check.js";
import { canonicalJson, isRecord, type Plain } from "./plainJson.js";

/** A real number, every value equally likely. */
export interface Uniform {
  readonly draw: "uniform";
  readonly low: number;
  readonly high: number;
}

/** A positive number whose logarithm is uniform. */
export interface LogUniform {
  readonly draw: "logUniform";
  readonly low: number;
  readonly high: number;
}

/** An integer from `low` to `high`, both included. */
export interface IntegerRange {
  readonly draw: "integer";
  readonly low: number;
  readonly high: number;
  /** Uniform in the logarithm, for counts that range over factors, such as widths. */
  readonly log: boolean;
}

/** One of the listed values, each equally likely. */
export interface Choice<T extends Plain = Plain> {
  readonly draw: "choice";
  readonly values: readonly T[];
}

/** One of several spaces, each equally likely: the parameters of the others do not exist. */
export interface AnyOf<S extends readonly Space[] = readonly Space[]> {
  readonly draw: "anyOf";
  readonly spaces: S;
}

/** A place in a space that a search fills with a value. */
export type Parameter = Uniform | LogUniform | IntegerRange | Choice | AnyOf;

/** A config with parameters in the places to be searched; all else is taken as it stands. */
export type Space =
  | string
  | number
  | boolean
  | null
  | Parameter
  | readonly Space[]
  | { readonly [key: string]: Space };

/** The type of the configs in a space: `{ rate: Uniform }` gives `{ rate: number }`, `anyOf` a union. */
export type ConfigOf<S> = [Space] extends [S] ? Plain : KnownConfigOf<S>;

/** The type of the configs in a space of a known type. */
export type KnownConfigOf<S> = S extends Uniform | LogUniform | IntegerRange
  ? number
  : S extends { readonly draw: "choice"; readonly values: readonly (infer T)[] }
    ? T
    : S extends { readonly draw: "anyOf"; readonly spaces: infer O }
      ? { [K in keyof O]: ConfigOf<O[K]> }[keyof O & number]
      : S extends object
        ? { readonly [K in keyof S]: ConfigOf<S[K]> }
        : S;

/**
 * A real number from `low` to `high`.
 * @example
 * ```ts
 * import { grid, uniform } from "batchwise";
 *
 * console.log(grid({ dropout: uniform(0, 0.5) }, 3).map(({ dropout }) => dropout));
 * // [ 0, 0.25, 0.5 ]
 * ```
 */
export function uniform(low: number, high: number): Uniform {
  return { draw: "uniform", ...bounds("uniform", low, high) };
}

/**
 * A number from `low` > 0 to `high`, uniform in its logarithm: a learning rate, a penalty.
 * @example
 * ```ts
 * import { grid, logUniform } from "batchwise";
 *
 * console.log(grid({ rate: logUniform(0.001, 0.1) }, 3).map(({ rate }) => rate.toFixed(3)));
 * // [ '0.001', '0.010', '0.100' ]
 * ```
 */
export function logUniform(low: number, high: number): LogUniform {
  if (!(low > 0)) refuse("logUniform", "low must be positive", low);
  return { draw: "logUniform", ...bounds("logUniform", low, high) };
}

/**
 * An integer from `low` to `high`, both included; with `log` uniform in its logarithm.
 * @example
 * ```ts
 * import { grid, integer } from "batchwise";
 *
 * console.log(grid({ units: integer(16, 64, { log: true }) }, 3).map(({ units }) => units));
 * // [ 16, 32, 64 ]
 * ```
 */
export function integer(
  low: number,
  high: number,
  { log = false }: { readonly log?: boolean } = {},
): IntegerRange {
  for (const end of [low, high])
    if (!Number.isSafeInteger(end)) refuse("integer", "both ends must be integers", end);
  if (log && low < 1) refuse("integer", "low must be at least 1 on a logarithmic scale", low);
  return { draw: "integer", ...bounds("integer", low, high), log };
}

/**
 * One of the given plain values.
 * @example
 * ```ts
 * import { choice, grid } from "batchwise";
 *
 * console.log(grid({ batchSize: choice([16, 64, "full"]) }, 1).map(({ batchSize }) => batchSize));
 * // [ 16, 64, 'full' ]
 * ```
 */
export function choice<const T extends Plain>(values: readonly T[]): Choice<T> {
  if (values.length === 0) refuse("choice", "there must be at least one value", values);
  const texts = values.map((value) => canonicalJson("choice", value));
  const repeated = texts.findIndex((text, i) => texts.indexOf(text) !== i);
  if (repeated >= 0) refuse("choice", "values must differ", values[repeated]);
  return { draw: "choice", values };
}

/**
 * One of the given spaces: how a parameter comes to exist in one branch only.
 * @example
 * ```ts
 * import { anyOf, grid, logUniform } from "batchwise";
 *
 * const optimizer = anyOf([
 *   { kind: "sgd", learningRate: logUniform(0.01, 1) },
 *   { kind: "adam", learningRate: logUniform(1e-4, 1e-2) },
 * ]);
 * console.log(grid({ optimizer }, 2).map(({ optimizer: { kind } }) => kind));
 * // [ 'sgd', 'sgd', 'adam', 'adam' ]
 * ```
 */
export function anyOf<const S extends readonly Space[]>(spaces: S): AnyOf<S> {
  if (spaces.length === 0) refuse("anyOf", "there must be at least one space", spaces);
  for (const space of spaces) checkSpace("anyOf", space);
  return { draw: "anyOf", spaces };
}

/**
 * The space itself, checked, with its literals kept in its type: `ConfigOf<typeof mySpace>`.
 * @example
 * ```ts
 * import { type ConfigOf, defineSpace, grid, integer } from "batchwise";
 *
 * const space = defineSpace({ model: { kind: "mlp", hidden: [integer(8, 32)] } });
 * const config: ConfigOf<typeof space> = grid(space, 1)[0];
 * console.log(config); // { model: { kind: 'mlp', hidden: [ 20 ] } }
 * ```
 */
export function defineSpace<const S extends Space>(space: S): S {
  checkSpace("defineSpace", space);
  return space;
}

/** Whether this place of a space is to be searched, rather than taken as it stands. */
export function isParameter(space: Space): space is Parameter {
  return isRecord(space) && "draw" in space;
}

const KINDS: readonly unknown[] = ["uniform", "logUniform", "integer", "choice", "anyOf"];

/** Fails if something in the space is neither plain JSON nor a parameter, saying where. */
export function checkSpace(who: string, space: Space, path = ""): void {
  if (isParameter(space)) {
    if (!KINDS.includes(space.draw))
      refuse(who, `${path || "the space"}.draw must name a parameter`, space.draw);
  } else if (Array.isArray(space)) {
    for (const [i, part] of space.entries()) checkSpace(who, part, `${path}[${i}]`);
  } else if (isRecord(space)) {
    for (const [key, part] of Object.entries(space))
      checkSpace(who, part, path ? `${path}.${key}` : key);
  } else if (!["string", "number", "boolean"].includes(typeof space) && space !== null)
    refuse(who, `${path || "the space"} must be a parameter or plain JSON`, space);
}

function bounds(who: string, low: number, high: number): { low: number; high: number } {
  if (!Number.isFinite(low) || !Number.isFinite(high) || !(low < high))
    refuse(who, "ends must be finite, low below high", [low, high].join(" to "));
  return { low, high };
}

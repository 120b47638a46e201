import { numberBetween, oneOf, positiveInteger, positiveNumber, refuse } from "../check.js";
import type { AugmentSpec } from "./spec.js";

const KINDS = [
  "rotate",
  "translate",
  "scale",
  "shear",
  "flip",
  "crop",
  "brightness",
  "contrast",
  "colour",
  "noise",
  "cutout",
  "mixup",
  "compose",
] as const satisfies readonly AugmentSpec["kind"][];

type Fields = Readonly<Record<string, unknown>>;

function isPair(value: unknown): value is readonly [number, number] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every(Number.isFinite) &&
    value[0] <= value[1]
  );
}

function signedRange(
  who: string,
  name: string,
  value: unknown,
  limit: number = Number.MAX_VALUE,
): void {
  if (typeof value === "number" && value >= 0 && value <= limit) return;
  if (isPair(value) && -limit <= value[0] && value[1] <= limit) return;
  const bound = limit === Number.MAX_VALUE ? "" : ` within ±${limit}`;
  refuse(who, `${name} must be a number from 0 or [low, high]${bound}`, value);
}

function factorRange(
  who: string,
  name: string,
  value: unknown,
  { zero }: { readonly zero: boolean },
): void {
  if (!isPair(value) || !(zero ? value[0] >= 0 : value[0] > 0))
    refuse(who, `${name} must be [low, high] with ${zero ? "0 ≤ low" : "0 < low"}`, value);
}

function optional(value: unknown, check: () => void): void {
  if (value !== undefined) check();
}

/** Checks the fields of one kind, and returns their names. */
function checkFields(
  who: string,
  kind: AugmentSpec["kind"],
  fields: Fields,
  at: string,
): readonly string[] {
  switch (kind) {
    case "rotate":
      signedRange(who, `${at}degrees`, fields["degrees"]);
      return ["degrees"];
    case "translate":
      for (const name of ["rows", "cols"])
        optional(fields[name], () => signedRange(who, `${at}${name}`, fields[name]));
      return ["rows", "cols"];
    case "scale":
      factorRange(who, `${at}factor`, fields["factor"], { zero: false });
      return ["factor"];
    case "shear":
      signedRange(who, `${at}degrees`, fields["degrees"], 89);
      return ["degrees"];
    case "flip":
      oneOf(who, `${at}axis`, fields["axis"], ["horizontal", "vertical"]);
      return ["axis"];
    case "crop":
      if (fields["padding"] !== 0) positiveInteger(who, `${at}padding`, fields["padding"]);
      return ["padding"];
    case "brightness":
    case "contrast":
      factorRange(who, `${at}factor`, fields["factor"], { zero: true });
      return ["factor"];
    case "colour":
      optional(fields["hue"], () => signedRange(who, `${at}hue`, fields["hue"]));
      optional(fields["saturation"], () =>
        factorRange(who, `${at}saturation`, fields["saturation"], { zero: true }),
      );
      return ["hue", "saturation"];
    case "noise":
      numberBetween(who, `${at}standardDeviation`, fields["standardDeviation"], 0, 1e6);
      return ["standardDeviation"];
    case "cutout":
      positiveInteger(who, `${at}size`, fields["size"]);
      return ["size"];
    case "mixup":
      positiveNumber(who, `${at}alpha`, fields["alpha"]);
      return ["alpha"];
    case "compose": {
      const { steps } = fields;
      if (!Array.isArray(steps)) refuse(who, `${at}steps must be an array`, steps);
      for (const [i, step] of steps.entries()) checkAugmentSpec(step, `${at}steps[${i}].`, who);
      return ["steps"];
    }
  }
}

/**
 * `spec` if it is an augmentation, as after `JSON.parse`; else an ArgumentError that names the field.
 * A field that the kind does not have is refused too.
 * @param at the path in front of the field's name, for the message. Default `""`
 * @param who whose message it is. Default "augment"
 */
export function checkAugmentSpec(
  spec: unknown,
  at: string = "",
  who: string = "augment",
): AugmentSpec {
  if (typeof spec !== "object" || spec === null || Array.isArray(spec))
    refuse(who, `${at === "" ? "the spec" : at.slice(0, -1)} must be an object`, spec);
  const fields: Fields = { ...spec };
  const kind = oneOf(who, `${at}kind`, fields["kind"], KINDS);
  optional(fields["probability"], () =>
    numberBetween(who, `${at}probability`, fields["probability"], 0, 1),
  );
  const known = ["kind", "probability", ...checkFields(who, kind, fields, at)];
  for (const name of Object.keys(fields))
    if (!known.includes(name))
      refuse(who, `${at}kind "${kind}" must have no field but ${known.join(", ")}`, name);
  return spec as AugmentSpec;
}

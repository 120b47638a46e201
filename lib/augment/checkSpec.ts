import { numberBetween, oneOf, positiveInteger, positiveNumber, refuse } from "../check.js";
import type { AugmentSpec } from "./spec.js";

const WHO = "augment";

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

function signedRange(name: string, value: unknown, limit: number = Number.MAX_VALUE): void {
  if (typeof value === "number" && value >= 0 && value <= limit) return;
  if (isPair(value) && -limit <= value[0] && value[1] <= limit) return;
  const bound = limit === Number.MAX_VALUE ? "" : ` within ±${limit}`;
  refuse(WHO, `${name} must be a number from 0 or [low, high]${bound}`, value);
}

function factorRange(name: string, value: unknown, { zero }: { readonly zero: boolean }): void {
  if (!isPair(value) || !(zero ? value[0] >= 0 : value[0] > 0))
    refuse(WHO, `${name} must be [low, high] with ${zero ? "0 ≤ low" : "0 < low"}`, value);
}

function optional(value: unknown, check: () => void): void {
  if (value !== undefined) check();
}

/** Checks the fields of one kind, and returns their names. */
function checkFields(kind: AugmentSpec["kind"], fields: Fields, at: string): readonly string[] {
  switch (kind) {
    case "rotate":
      signedRange(`${at}degrees`, fields["degrees"]);
      return ["degrees"];
    case "translate":
      for (const name of ["rows", "cols"])
        optional(fields[name], () => signedRange(`${at}${name}`, fields[name]));
      return ["rows", "cols"];
    case "scale":
      factorRange(`${at}factor`, fields["factor"], { zero: false });
      return ["factor"];
    case "shear":
      signedRange(`${at}degrees`, fields["degrees"], 89);
      return ["degrees"];
    case "flip":
      oneOf(WHO, `${at}axis`, fields["axis"], ["horizontal", "vertical"]);
      return ["axis"];
    case "crop":
      if (fields["padding"] !== 0) positiveInteger(WHO, `${at}padding`, fields["padding"]);
      return ["padding"];
    case "brightness":
    case "contrast":
      factorRange(`${at}factor`, fields["factor"], { zero: true });
      return ["factor"];
    case "colour":
      optional(fields["hue"], () => signedRange(`${at}hue`, fields["hue"]));
      optional(fields["saturation"], () =>
        factorRange(`${at}saturation`, fields["saturation"], { zero: true }),
      );
      return ["hue", "saturation"];
    case "noise":
      numberBetween(WHO, `${at}standardDeviation`, fields["standardDeviation"], 0, 1e6);
      return ["standardDeviation"];
    case "cutout":
      positiveInteger(WHO, `${at}size`, fields["size"]);
      return ["size"];
    case "mixup":
      positiveNumber(WHO, `${at}alpha`, fields["alpha"]);
      return ["alpha"];
    case "compose": {
      const { steps } = fields;
      if (!Array.isArray(steps)) refuse(WHO, `${at}steps must be an array`, steps);
      for (const [i, step] of steps.entries()) checkAugmentSpec(step, `${at}steps[${i}].`);
      return ["steps"];
    }
  }
}

/**
 * `spec` if it is an augmentation, as after `JSON.parse`; else an ArgumentError that names the field.
 * A field that the kind does not have is refused too.
 * @param at the path in front of the field's name, for the message. Default `""`
 */
export function checkAugmentSpec(spec: unknown, at: string = ""): AugmentSpec {
  if (typeof spec !== "object" || spec === null)
    refuse(WHO, `${at || "the "}spec must be an object`, spec);
  const fields: Fields = { ...spec };
  const kind = oneOf(WHO, `${at}kind`, fields["kind"], KINDS);
  optional(fields["probability"], () =>
    numberBetween(WHO, `${at}probability`, fields["probability"], 0, 1),
  );
  const known = ["kind", "probability", ...checkFields(kind, fields, at)];
  for (const name of Object.keys(fields))
    if (!known.includes(name))
      refuse(WHO, `${at}kind "${kind}" must have no field but ${known.join(", ")}`, name);
  return spec as AugmentSpec;
}

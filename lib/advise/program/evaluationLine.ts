/** What a program said of its training at one point. */
export interface Evaluation {
  /** Updates so far. */
  readonly step: number;
  /** Examples so far, where it counts them. */
  readonly examples?: number;
  /** Seconds of training so far, by its own clock. */
  readonly seconds?: number;
  /** Part of the whole training that is done, 0 to 1. */
  readonly share?: number;
  /** Mean over the validation examples; NaN or infinite where the training diverged. */
  readonly validLoss: number;
  /** Share of the validation examples that are right, 0 to 1. */
  readonly validAccuracy?: number;
  /** Validation examples. */
  readonly validExamples?: number;
}

const NUMBERS: Readonly<Record<keyof Evaluation, string>> = {
  step: "the updates so far, a whole number",
  examples: "the examples so far, a number from 0",
  seconds: "the seconds of training so far, a number from 0",
  share: "the part of the training that is done, from 0 to 1",
  validLoss: "the mean loss on validation, a number",
  validAccuracy: "a share from 0 to 1, not percent",
  validExamples: "the number of validation examples, a whole number",
};

/**
 * The evaluation on a line of output; nothing where the line does not end in a JSON object with "validLoss"; a text where
 * it does but cannot be used. What stands before the object, as a logger or a progress bar prints it, is passed over. Python writes NaN and Infinity into its JSON: they are read.
 */
export function evaluationOn(line: string): Evaluation | string | undefined {
  if (!line.includes('"validLoss"')) return undefined;
  const start = line.search(/\{\s*"/);
  const found = start < 0 ? undefined : parsed(line.slice(start).trimEnd());
  if (found === undefined) return undefined;
  const fields: Partial<Record<keyof Evaluation, number>> = {};
  for (const name of Object.keys(NUMBERS) as (keyof Evaluation)[]) {
    const value = found[name];
    if (value === undefined || (value === null && name !== "validLoss")) continue;
    const number = value === null ? Number.NaN : value; // JavaScript writes null for NaN.
    if (typeof number !== "number" || !isUsable(name, number))
      return `"${name}" must be ${NUMBERS[name]}, got ${JSON.stringify(value)}`;
    fields[name] = number;
  }
  const { step, validLoss } = fields;
  if (validLoss === undefined) return undefined;
  if (step === undefined) return `"step" must be there: ${NUMBERS.step}`;
  return { ...fields, step, validLoss };
}

function isUsable(name: keyof Evaluation, value: number): boolean {
  if (name === "validLoss") return true;
  if (name === "step" || name === "validExamples") return Number.isSafeInteger(value) && value >= 0;
  const most = name === "share" || name === "validAccuracy" ? 1 + 1e-9 : Number.MAX_VALUE;
  // The accuracy of a training that diverged may be no number.
  return (value >= 0 && value <= most) || (name === "validAccuracy" && Number.isNaN(value));
}

/** Python's three numbers that JSON lacks, as JavaScript reads them. */
const SPECIAL = "$number ";

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  // Outside of strings only.
  const quoted = text.replace(
    /("(?:\\.|[^"\\])*")|-?\b(?:NaN|Infinity)\b/g,
    (whole, string: string | undefined) => string ?? JSON.stringify(SPECIAL + whole),
  );
  try {
    return JSON.parse(quoted, (_, value: unknown) =>
      typeof value === "string" && value.startsWith(SPECIAL)
        ? Number(value.slice(SPECIAL.length))
        : value,
    );
  } catch {
    return undefined;
  }
}

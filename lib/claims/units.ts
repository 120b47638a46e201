/** What a condition's figures count; a recorded row keeps them in this unit. */
export type Unit =
  | "percentage points"
  /** Base-2 logarithms of a ratio. */
  | "doublings"
  /** Of the batch size: a doubling of it multiplies what is measured by 2 to this power. */
  | "exponent"
  | "correlation"
  | "%"
  | "relative";

interface Reading {
  /** The figure as a reader takes it. */
  readonly read: (figure: number) => number;
  /** Follows the number. */
  readonly sign: string;
  /** Follows the number and its interval. */
  readonly per: string;
}

const asItIs = (figure: number): number => figure;
const factor = (figure: number): number => 2 ** figure;

/** How each unit is read: logarithms become the factors that they stand for. */
export const READINGS: Readonly<Record<Unit, Reading>> = {
  "percentage points": { read: asItIs, sign: " points", per: "" },
  doublings: { read: factor, sign: " ×", per: "" },
  exponent: { read: factor, sign: " ×", per: " per doubling of the batch size" },
  correlation: { read: asItIs, sign: "", per: "" },
  "%": { read: asItIs, sign: " %", per: "" },
  relative: { read: asItIs, sign: "", per: "" },
};

/** A figure in its reader's unit, as in `6.5 ×` for 2.7 doublings, with three significant digits. */
export function inWords(figure: number, unit: Unit): string {
  const { read, sign } = READINGS[unit];
  return `${minus(String(Number(read(figure).toPrecision(3))))}${sign}`;
}

/** With a true minus sign, and none before zero. */
export function minus(number: string): string {
  return (Number(number) === 0 ? number.replace("-", "") : number).replaceAll("-", "−");
}

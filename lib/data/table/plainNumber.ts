/** A number as programs write it. */
export const PLAIN_NUMBER: RegExp = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The number that a plain spelling stands for, in one form for all its spellings and exact for any length:
 * digits without zeros around them, and the power of ten of the last.
 */
export function exactNumber(text: string): string {
  const [mantissa, power = "0"] = text.toLowerCase().split("e");
  const negative = mantissa.startsWith("-");
  const [whole, fraction = ""] = mantissa.replace(/^[+-]/, "").split(".");
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const short = digits.replace(/0+$/, "");
  if (short === "") return "0";
  const exponent = Number(power) - fraction.length + (digits.length - short.length);
  return `${negative ? "-" : ""}${short}e${exponent}`;
}

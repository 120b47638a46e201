import { amount, plainAmount } from "../amount.js";
import type { Shown } from "../rounding.js";
import type { PaperFigure, PaperVerdict } from "./paper.js";

/**
 * Whether ours agrees with a published figure, by the figure's rule and nothing else. An interval of no width shows
 * nothing.
 */
export function judge(
  { agrees: [from, to] }: Pick<PaperFigure, "agrees">,
  { low, high }: Shown,
): Exclude<PaperVerdict, "not comparable"> {
  if (low === high) return "not settled";
  if (low >= from && high <= to) return "agrees";
  return high < from || low > to ? "differs" : "not settled";
}

/** The rule in words. */
export function judgeRule({ agrees: [from, to], unit, needs }: PaperFigure): string {
  const [least, most] = [from, to].map((end) => plainAmount(end, unit));
  const range =
    to === Number.POSITIVE_INFINITY
      ? `above ${least}`
      : from === Number.NEGATIVE_INFINITY
        ? `below ${most}`
        : `from ${least} to ${most}`;
  const only = needs === undefined ? "" : `; not comparable unless the figure before agrees`;
  return `agrees if the whole interval lies ${range}, differs if all of it lies outside${only}`;
}

/** Ours as a reader takes it, with the number of repeats. */
export function oursInWords(figure: PaperFigure, ours: Shown & { readonly n: number }): string {
  const limits = figure.agrees.filter(Number.isFinite);
  return `${amount(ours, figure.unit, limits)}, n = ${ours.n}`;
}

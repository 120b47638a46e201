import type { LineSearchOptions, Sample } from "./lineSearch.js";

/** Of an interval's width, how near to its ends the next step to try may come. */
const MARGIN = 0.1;
/** How much farther the search for a bracket goes each time. */
const GROWTH = 2;

type Options = Pick<LineSearchOptions, "c1" | "c2" | "maxStep" | "maxEvaluations">;

/**
 * A step that satisfies the strong Wolfe conditions, found by bracketing and zooming (Nocedal & Wright 2006,
 * Algorithms 3.5 and 3.6). It has no shortest step, so it goes on where `wolfeStep` gives up. If the curvature
 * condition cannot be met, the lowest step with sufficient decrease; undefined if there is none either.
 */
export function bracketStep(
  evaluate: (step: number) => { value: number; slope: number },
  start: Omit<Sample, "step">,
  firstStep: number,
  { c1, c2, maxStep, maxEvaluations }: Options,
): Sample | undefined {
  if (!(start.slope < 0)) return undefined;
  const falls = ({ step, value }: Sample): boolean =>
    value <= start.value + c1 * step * start.slope;
  const flat = ({ slope }: Sample): boolean => Math.abs(slope) <= c2 * -start.slope;
  /** Where the function has fallen enough and is lowest so far. */
  let low: Sample = { step: 0, ...start };
  let high: Sample | undefined;
  let step = Math.min(firstStep, maxStep);
  for (let evaluations = 0; evaluations < maxEvaluations; evaluations++) {
    const now: Sample = { step, ...evaluate(step) };
    if (!falls(now) || now.value >= low.value) high = now;
    else {
      if (flat(now)) return now;
      const ahead = high === undefined ? 1 : high.step - low.step;
      if (now.slope * ahead >= 0) high = low;
      low = now;
    }
    if (high === undefined) {
      if (step === maxStep) break;
      step = Math.min(GROWTH * step, maxStep);
    } else {
      step = between(low, high);
      if (step === low.step || step === high.step) break;
    }
  }
  return low.step > 0 ? low : undefined;
}

/** The minimiser of the cubic through both ends with their slopes, kept off the ends; else the middle. */
function between(a: Sample, b: Sample): number {
  const span = b.step - a.step;
  const theta = a.slope + b.slope - (3 * (b.value - a.value)) / span;
  const root = Math.sign(span) * Math.sqrt(theta * theta - a.slope * b.slope);
  const share = 1 - (b.slope + root - theta) / (b.slope - a.slope + 2 * root);
  const inside = share >= MARGIN && share <= 1 - MARGIN;
  return a.step + (inside ? share : 0.5) * span;
}

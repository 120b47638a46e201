/** A function of one variable with its derivative, at a step. */
export interface Sample {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

export interface LineSearchOptions {
  /** Sufficient decrease: f(t) ≤ f(0) + c1·t·f′(0). */
  readonly c1: number;
  /** Curvature: |f′(t)| ≤ c2·|f′(0)|. */
  readonly c2: number;
  /** Stops when the interval's width falls below this share of its end. */
  readonly xtol: number;
  readonly minStep: number;
  readonly maxStep: number;
  readonly maxEvaluations: number;
}

/** The interval [best, other] that holds the minimum once `bracketed`. */
interface Interval {
  best: Sample;
  other: Sample;
  bracketed: boolean;
}

/**
 * A step that satisfies the strong Wolfe conditions, or undefined if none was found.
 * Moré & Thuente (1994), "Line search algorithms with guaranteed sufficient decrease", as in MINPACK-2's
 * `dcsrch`; its constants are kept so that solvers take the steps of L-BFGS-B and of SciPy.
 * @param start value and slope at step 0; the slope must be negative
 */
export function wolfeStep(
  evaluate: (step: number) => { value: number; slope: number },
  start: Omit<Sample, "step">,
  firstStep: number,
  options: LineSearchOptions,
): Sample | undefined {
  const { c1, c2, xtol, minStep, maxStep, maxEvaluations } = options;
  if (!(start.slope < 0) || !(firstStep >= minStep && firstStep <= maxStep)) return undefined;
  const decrease = c1 * start.slope;
  const zero = { step: 0, value: start.value, slope: start.slope };
  const interval: Interval = { best: zero, other: zero, bracketed: false };
  let seekDecrease = true;
  let width = maxStep - minStep;
  let widthBefore = 2 * width;
  let low = 0;
  let high = firstStep + 4 * firstStep;
  let step = firstStep;
  for (let evaluations = 0; evaluations < maxEvaluations; evaluations++) {
    const now: Sample = { step, ...evaluate(step) };
    const target = start.value + step * decrease;
    if (seekDecrease && now.value <= target && now.slope >= 0) seekDecrease = false;
    if (now.value <= target && Math.abs(now.slope) <= c2 * -start.slope) return now;
    if (interval.bracketed && (step <= low || step >= high || high - low <= xtol * high))
      return undefined;
    if (step === maxStep && now.value <= target && now.slope <= decrease) return undefined;
    if (step === minStep && (now.value > target || now.slope >= decrease)) return undefined;

    if (seekDecrease && now.value <= interval.best.value && now.value > target) {
      // The decrease is not sufficient yet: work on f(t) − f(0) − c1·t·f′(0) instead of f.
      const tilt = (s: Sample, by: number): Sample => ({
        step: s.step,
        value: s.value - by * s.step,
        slope: s.slope - by,
      });
      interval.best = tilt(interval.best, decrease);
      interval.other = tilt(interval.other, decrease);
      step = narrow(interval, tilt(now, decrease), low, high);
      interval.best = tilt(interval.best, -decrease);
      interval.other = tilt(interval.other, -decrease);
    } else step = narrow(interval, now, low, high);

    const a = interval.best.step;
    const b = interval.other.step;
    if (interval.bracketed) {
      if (Math.abs(b - a) >= 0.66 * widthBefore) step = a + 0.5 * (b - a);
      widthBefore = width;
      width = Math.abs(b - a);
      low = Math.min(a, b);
      high = Math.max(a, b);
    } else {
      low = step + 1.1 * (step - a);
      high = step + 4 * (step - a);
    }
    step = Math.max(minStep, Math.min(maxStep, step));
    if (interval.bracketed && (step <= low || step >= high || high - low <= xtol * high)) step = a;
    if (!Number.isFinite(step)) return undefined;
  }
  return undefined;
}

/** Minimiser of the cubic through two samples with their slopes, seen from `from`; `sign` picks its root. */
function cubic(
  from: Sample,
  to: Sample,
  sign: number,
  atLeastZero = false,
): { r: number; flat: boolean } {
  const theta = (3 * (to.value - from.value)) / (from.step - to.step) + to.slope + from.slope;
  const s = Math.max(Math.abs(theta), Math.abs(from.slope), Math.abs(to.slope));
  const square = (theta / s) ** 2 - (from.slope / s) * (to.slope / s);
  const gamma = sign * s * Math.sqrt(atLeastZero ? Math.max(0, square) : square);
  const p = gamma - from.slope + theta;
  const q = gamma - from.slope + gamma + to.slope;
  return { r: p / q, flat: gamma === 0 };
}

/** Updates the interval with a new sample and returns the next step to try: MINPACK-2's `dcstep`. */
function narrow(interval: Interval, now: Sample, low: number, high: number): number {
  const { best, other } = interval;
  const turned = now.slope * Math.sign(best.slope) < 0;
  const secant = now.step + (now.slope / (now.slope - best.slope)) * (best.step - now.step);
  const beyond = now.step > best.step;
  const along = beyond ? -1 : 1;
  let next: number;
  if (now.value > best.value) {
    // Higher: the minimum is bracketed.
    const span = now.step - best.step;
    const c = best.step + cubic(best, now, beyond ? 1 : -1).r * span;
    const fall = (best.value - now.value) / span + best.slope;
    const q = best.step + (best.slope / fall / 2) * span;
    next = Math.abs(c - best.step) < Math.abs(q - best.step) ? c : c + (q - c) / 2;
    interval.bracketed = true;
  } else if (turned) {
    // Lower, and the slope has turned: bracketed too.
    const c = now.step + cubic(now, best, along).r * (best.step - now.step);
    next = Math.abs(c - now.step) > Math.abs(secant - now.step) ? c : secant;
    interval.bracketed = true;
  } else if (Math.abs(now.slope) < Math.abs(best.slope)) {
    // Lower, the same way down, flatter.
    const { r, flat } = cubic(now, best, along, true);
    const c = r < 0 && !flat ? now.step + r * (best.step - now.step) : beyond ? high : low;
    const cubicIsNearer = Math.abs(c - now.step) < Math.abs(secant - now.step);
    if (interval.bracketed) {
      const limit = now.step + 0.66 * (other.step - now.step);
      const chosen = cubicIsNearer ? c : secant;
      next = beyond ? Math.min(limit, chosen) : Math.max(limit, chosen);
    } else {
      const cubicIsFarther = Math.abs(c - now.step) > Math.abs(secant - now.step);
      next = Math.max(low, Math.min(high, cubicIsFarther ? c : secant));
    }
  } else if (interval.bracketed) {
    const sign = now.step > other.step ? -1 : 1;
    next = now.step + cubic(now, other, sign).r * (other.step - now.step);
  } else next = beyond ? high : low;

  if (now.value > best.value) interval.other = now;
  else {
    if (turned) interval.other = best;
    interval.best = now;
  }
  return next;
}

import { positiveNumber, refuse } from "../check.js";
import { bisect } from "./bisect.js";
import { normalCdf } from "./normal.js";

const NODES = 300;

/** Quantiles found before: a simulation asks for the same one thousands of times. */
const known = new Map<string, number>();
const MOST_KNOWN = 1000;

/**
 * The distribution of (Z + noncentrality)/U, Z standard normal and U = √(χ²/degrees): Student's t, and
 * with a noncentrality the one that power is computed from.
 *
 * P(T ≤ t) = E[Φ(tU − noncentrality)], by the trapezoidal rule in log U, where the density of log U falls
 * so fast at both ends that the rule's error is that of rounding. No gamma function is needed: the weights
 * are normalised to 1.
 */
export function studentT(degrees: number): {
  /** P(T ≤ t). Default noncentrality 0. */
  readonly cdf: (t: number, noncentrality?: number) => number;
  /** The t with cdf(t) = p, of the central distribution. */
  readonly quantile: (p: number) => number;
} {
  positiveNumber("studentT", "degrees", degrees);
  // log density of s = log U, up to a constant: degrees·(s − (e^2s − 1)/2); e^-40 is nothing beside its peak.
  const reach = Math.sqrt(40 / degrees);
  const from = -reach - 40 / degrees;
  const step = (reach - from) / (NODES - 1);
  const u = new Float64Array(NODES);
  const weight = new Float64Array(NODES);
  let total = 0;
  for (let i = 0; i < NODES; i++) {
    const s = from + i * step;
    u[i] = Math.exp(s);
    weight[i] = Math.exp(degrees * (s - Math.expm1(2 * s) / 2));
    total += weight[i];
  }
  const cdf = (t: number, noncentrality = 0): number => {
    let sum = 0;
    for (let i = 0; i < NODES; i++) sum += weight[i] * normalCdf(t * u[i] - noncentrality);
    return sum / total;
  };
  const quantile = (p: number): number => {
    if (!(p > 0 && p < 1)) refuse("studentT.quantile", "p must be a number between 0 and 1", p);
    if (p > 0.5) return -quantile(1 - p);
    const key = `${degrees} ${p}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    let low = -1;
    while (cdf(low) > p) low *= 2;
    const found = bisect((t) => cdf(t) - p, low, 0);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, found);
    return found;
  };
  return { cdf, quantile };
}

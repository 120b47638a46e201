import { availableParallelism, loadavg } from "node:os";
import type { Trainee } from "../../nn/training/trainee.js";
import { Rng } from "../../random.js";
import { meanEstimate } from "../../stats/meanEstimate.js";
import type { Measured, MemoryFit } from "../measured.js";

const ROUNDS = 3;
/** In a round the fastest of so many counts: what other programs take of the machine only adds. */
const GOES = 3;
/** Seconds of a step beyond which larger sizes are not timed: they are taken to cost in proportion. */
const LONGEST_STEP = 0.3;
const LEAST_MILLISECONDS = 3;
/** Too small to move the weights to where arithmetic is slower or not finite. */
export const TINY_RATE = 1e-6;

interface Subject {
  readonly batchSize: number;
  readonly learner: Trainee;
  readonly order: Int32Array;
  steps: number;
}

/** Powers of two up to the whole, and the whole. */
export function speedSizes(n: number): number[] {
  const sizes = Array.from({ length: 12 }, (_, i) => 2 ** (i + 1)).filter((size) => size < n);
  return n <= 8192 ? [...sizes, n] : sizes;
}

/**
 * Microseconds of a training step at each batch size: warm, in interleaved rounds, so that a machine that is slower
 * for a while is so for all sizes. And the bytes that trainings of different sizes hold.
 * @param open a model in training at a batch size
 * @param n training examples
 */
export async function measureSpeed(
  open: (batchSize: number) => Promise<Trainee>,
  { n, seed }: { readonly n: number; readonly seed: number },
  signal: AbortSignal | undefined,
): Promise<Measured> {
  const rng = Rng.fromSeed(seed).fork("speed");
  const order = rng.permutation(n);
  const subjects: Subject[] = [];
  try {
    for (const batchSize of speedSizes(n)) {
      signal?.throwIfAborted();
      const learner = await open(batchSize);
      const subject: Subject = { batchSize, learner, order, steps: 1 };
      subjects.push(subject);
      microsPerStep(subject); // The first calls are still being compiled.
      // Twice, since a cold step says little about a warm one.
      for (let warm = 0; warm < 2; warm++)
        subject.steps = Math.ceil((1000 * LEAST_MILLISECONDS) / microsPerStep(subject));
      if (microsPerStep(subject) > 1e6 * LONGEST_STEP) break;
    }
    const times: number[][] = subjects.map(() => []);
    const since = { wall: performance.now(), used: process.cpuUsage() };
    for (let round = 0; round < ROUNDS; round++) {
      for (const i of rng.fork(round).permutation(subjects.length))
        times[i].push(Math.min(...Array.from({ length: GOES }, () => microsPerStep(subjects[i]))));
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      signal?.throwIfAborted();
    }
    const speed = subjects.map(({ batchSize }, i) => {
      const { estimate, low, high } = meanEstimate(times[i]);
      return { batchSize, microsPerStep: estimate, low: Math.max(0, low), high };
    });
    return { speed, memory: memoryFit(subjects, n), pace: paceSince(since) };
  } finally {
    for (const { learner } of subjects) learner.dispose();
  }
}

/**
 * How much longer work takes on a machine as busy as this one is: by wall clock and processor time, or by the programs
 * that were running in the last minute, of which this is one, where that is more.
 */
function paceSince({
  wall,
  used,
}: {
  readonly wall: number;
  readonly used: NodeJS.CpuUsage;
}): number {
  const { user, system } = process.cpuUsage(used);
  const waited = (1000 * (performance.now() - wall)) / Math.max(1, user + system);
  const others = Math.max(0, loadavg()[0] - 1);
  return Math.max(1, waited, 1 + others / availableParallelism());
}

/**
 * The line through the bytes of the smallest and the largest size that tell them; all examples at once need no copy of
 * a batch, and say nothing of others.
 */
function memoryFit(subjects: readonly Subject[], n: number): MemoryFit | null {
  const told = subjects.flatMap(({ batchSize, learner: { bytes } }) =>
    bytes === undefined || batchSize >= n ? [] : [{ batchSize, bytes }],
  );
  if (told.length < 2) return null;
  const [first, last] = [told[0], told[told.length - 1]];
  const perExample = (last.bytes - first.bytes) / (last.batchSize - first.batchSize);
  return { fixed: first.bytes - perExample * first.batchSize, perExample };
}

function microsPerStep({ learner, order, batchSize, steps }: Subject): number {
  const started = performance.now();
  let at = 0;
  for (let step = 0; step < steps; step++) {
    if (at + batchSize > order.length) at = 0;
    const rows = batchSize < order.length ? order.subarray(at, at + batchSize) : undefined;
    learner.step(rows, { step: 1, learningRate: TINY_RATE, norm: false });
    at += batchSize;
  }
  return (1000 * (performance.now() - started)) / steps;
}

import { seedsFrom } from "../../experiment/seedsFrom.js";
import { together } from "../../experiment/together.js";
import { stepsToTarget } from "../../experiment/toTarget.js";
import { tuneLearningRate } from "../../search/learningRateGrid.js";
import { mean, quantile } from "../../stats/describe.js";
import type { SizeRow } from "../advice.js";
import { stepsOf } from "../plan/length.js";
import { RUNGS } from "../plan/makePlan.js";
import type { Plan } from "../plan/plan.js";
import { FACTOR } from "../plan/sizeLadder.js";
import { microsAt } from "../plan/speedRow.js";
import { rateExponent } from "../settings.js";
import { asked, SEEDS, type Subject } from "../subject.js";
import type { Outcome } from "../trainer.js";
import type { AnchorRate } from "./anchorRate.js";

/** A batch size at one rate, scored by its mean validation loss. */
interface Option {
  readonly batchSize: number;
  readonly learningRate: number;
  readonly score: number;
  readonly inside: boolean;
}

/** A size at its best rate, with the whole trainings there. */
interface Tuned extends Pick<Option, "batchSize" | "learningRate" | "inside"> {
  readonly runs: readonly Outcome[];
}

/** What came of the sizes: the tuned rate of each, and the updates to the validation loss that counts as reached. */
export interface Sizes {
  readonly rows: readonly SizeRow[];
  /** Sizes at which every rate diverged. */
  readonly diverged: readonly number[];
  /** Only sizes at which every seed reached the target. */
  readonly steps: readonly { readonly batchSize: number; readonly steps: readonly number[] }[];
}

/** Part of the way from guessing to the validation loss of the middle size that makes a seed's target. */
const TARGET_PART = 0.95;

/**
 * The rate that the noise scale foretells for a size from that of the anchor: rates grow with the size to the power
 * `alpha` below the noise scale and stay above it (McCandlish et al. 2018).
 */
export function foretoldRate(
  anchor: Pick<AnchorRate, "batchSize" | "learningRate">,
  batchSize: number,
  { noise, alpha }: { readonly noise: number; readonly alpha: number },
): number {
  const ratio = (1 + noise / anchor.batchSize) / (1 + noise / batchSize);
  return anchor.learningRate * ratio ** alpha;
}

/** Sizes that are tried beyond an edge, at most. */
const WIDENINGS = 2;

/**
 * Tunes every size: three rates about the foretold one for a third of the length, more while the best is at an edge;
 * then the better half of all for the whole length, of each size at least its best. While the best size is the smallest
 * or the largest of all, the next one beyond is tuned too.
 */
export async function sizesStage(
  subject: Subject,
  anchor: AnchorRate,
  options: {
    readonly sizes: readonly number[];
    readonly noise: number | undefined;
    readonly isTrainable: (batchSize: number) => boolean;
  },
): Promise<Sizes> {
  const { trainer, plan, work, settings } = subject;
  const seeds = seedsFrom(SEEDS.tuning, plan.design.sizeSeeds);
  const others = options.sizes.filter((size) => size !== anchor.batchSize);
  // Without a noise scale, as if it were beyond all sizes: the plain rule, B to the power alpha.
  const rule = {
    noise: options.noise ?? 1e9,
    alpha: rateExponent(settings.optimizer),
  };
  type Candidate = Pick<Option, "batchSize" | "learningRate">;
  const runAll = async (ones: readonly Candidate[], share?: number): Promise<Outcome[][]> => {
    const trials = ones.flatMap((one) =>
      seeds.map((seed) => asked(subject, { ...one, seed, ...(share && { share }) })),
    );
    const rows = await work.run(trainer, "tuning", trials);
    return ones.map((_, i) => rows.slice(i * seeds.length, (i + 1) * seeds.length));
  };
  const tuneSizes = async (sizes: readonly number[]): Promise<Tuned[]> => {
    const rounds = together(sizes.length, (ones: readonly Candidate[]) =>
      runAll(ones, RUNGS.second),
    );
    const tuneOne = async (batchSize: number): Promise<Option[]> => {
      const start = foretoldRate(anchor, batchSize, rule);
      const tuned = await tuneLearningRate({
        start,
        minPoints: 3,
        limits: [start / 32, start * 32],
        score: async (rates) => {
          const rows = await rounds.all(rates.map((learningRate) => ({ batchSize, learningRate })));
          return rows.map((group) => group.map(({ validLoss }) => validLoss));
        },
      });
      rounds.leave();
      return tuned.rows.map(({ learningRate, score }, i) => ({
        batchSize,
        learningRate,
        score,
        inside: i > 0 && i < tuned.rows.length - 1,
      }));
    };
    const staying = (await Promise.all(sizes.map(tuneOne))).flatMap(nearBest);
    const kept = betterHalf(staying, sizes);
    const whole = await runAll(kept);
    const all = kept.map((option, i) => ({ ...option, runs: whole[i] }));
    return sizes.map((batchSize) =>
      all
        .filter((one) => one.batchSize === batchSize)
        .reduce((a, b) => (lossOf(b.runs) < lossOf(a.runs) ? b : a)),
    );
  };
  const best: Tuned[] = [
    { ...anchor, runs: anchor.rows.slice(0, seeds.length) },
    ...(await tuneSizes(others)),
  ];
  for (let more = 0; more < WIDENINGS; more++) {
    const next = beyondEdge(best, plan);
    if (next === undefined || !options.isTrainable(next)) break;
    best.push(...(await tuneSizes([next])));
  }
  const trained = best.filter(({ runs }) => Number.isFinite(lossOf(runs)));
  // Each seed has a target of its own: what is easy for one division is out of reach on another.
  const targets = seeds.map((_, k) => {
    const middle = quantile(
      trained.map(({ runs }) => runs[k].validLoss),
      0.5,
    );
    return trainer.guessLoss - TARGET_PART * (trainer.guessLoss - middle);
  });
  const steps = trained.map(({ batchSize, runs }) => ({
    batchSize,
    steps: runs.map(({ history }, k) =>
      targets[k] > 0 && history.length > 0 ? stepsToTarget(history, targets[k]) : Infinity,
    ),
  }));
  const rows = trained
    .map(({ batchSize, learningRate, inside, runs }, i): SizeRow => {
      const reached = mean(steps[i].steps);
      const micros = microsAt(plan.speed, batchSize);
      const all = stepsOf(plan.length, batchSize, trainer.n);
      const finite = Number.isFinite(reached);
      return {
        batchSize,
        learningRate,
        inside,
        validLoss: lossOf(runs),
        validMetric: mean(runs.map(({ validMetric }) => validMetric)),
        stepsToTarget: finite ? reached : null,
        secondsToTarget: finite ? (reached * micros) / 1e6 : null,
        cost: ((finite ? reached : all) * micros) / 1e6,
      };
    })
    .sort((a, b) => a.batchSize - b.batchSize);
  const diverged = best.filter((one) => !trained.includes(one)).map(({ batchSize }) => batchSize);
  return {
    rows,
    diverged,
    steps: steps.filter((one) => one.steps.every((value) => Number.isFinite(value) && value > 0)),
  };
}

/** The next size, factor four, where the best is the smallest or the largest; nothing where it lies inside or at a limit. */
function beyondEdge(
  tuned: readonly Tuned[],
  { smallest, largest }: Pick<Plan, "smallest" | "largest">,
): number | undefined {
  const { batchSize } = tuned.reduce((a, b) => (lossOf(b.runs) < lossOf(a.runs) ? b : a));
  const sizes = tuned.map((one) => one.batchSize);
  if (batchSize === Math.min(...sizes) && batchSize > smallest)
    return Math.max(smallest, Math.floor(batchSize / FACTOR));
  if (batchSize === Math.max(...sizes) && batchSize < largest)
    return Math.min(largest, FACTOR * batchSize);
  return undefined;
}

function lossOf(runs: readonly Outcome[]): number {
  return mean(runs.map(({ validLoss }) => validLoss));
}

/** Of the rates of one size the best three: what widened the grid on its way is no candidate. */
function nearBest(options: readonly Option[]): Option[] {
  return [...options].sort((a, b) => a.score - b.score).slice(0, 3);
}

/** The better half of all by score, and of each size at least the best. */
function betterHalf(options: readonly Option[], sizes: readonly number[]): Option[] {
  const ranked = [...options].sort((a, b) => a.score - b.score);
  const half = new Set(ranked.slice(0, Math.ceil(ranked.length / 2)));
  for (const size of sizes) {
    const first = ranked.find(({ batchSize }) => batchSize === size);
    if (first) half.add(first);
  }
  return [...half];
}

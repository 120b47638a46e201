import { ArgumentError } from "../check.js";
import type { Dataset, Splits } from "../data/dataset.js";
import { checkTraining } from "../nn/config/validate.js";
import { withProgress } from "../progress.js";
import type { Advice } from "./advice.js";
import { anchorRate, usualRate } from "./anchorRate.js";
import { type Audit, audit } from "./audit.js";
import { confirmStage, finalists, metricOf } from "./confirmStage.js";
import { divisionsOf, FEW } from "./divisions.js";
import { criticalBatchOf, type Found, isNoSignal, rateInterval, settleOf } from "./findings.js";
import { keptPlan, writeJson } from "./folder.js";
import { configOf } from "./length.js";
import { checkPlan, makePlan, neededSeconds } from "./makePlan.js";
import { measureSpeed } from "./measureSpeed.js";
import { noiseStage } from "./noiseStage.js";
import { notesOf } from "./notesOf.js";
import { type AdviseOptions, type Settings, settingsOf } from "./settings.js";
import { ladder } from "./sizeLadder.js";
import { sizesStage } from "./sizesStage.js";
import { fitSpeed } from "./speedRow.js";
import { SEEDS, type Subject, trialOf } from "./subject.js";
import { Work } from "./work.js";

/**
 * Which batch size and learning rate for these data and this model: looks the data over, times a step at every size,
 * makes a plan that fits the budget, tunes the rate of one size, measures the gradient noise, tunes other sizes, and
 * compares the best, the cheapest that is as good, and the one in use on fresh divisions. A fifth of the examples is
 * sealed until the end. With `folder`, what is finished is kept: the same call goes on from it.
 * @throws ArgumentError for data or options that cannot be used, before any work
 * @example
 * ```ts
 * import { loadDigits } from "batchwise";
 * import { advise } from "batchwise/advise";
 *
 * const { status, batchSize, learningRate, neededSeconds } = await advise(loadDigits(), {
 *   model: { kind: "linear" }, budget: { seconds: 0.1 },
 * });
 * console.log(status, batchSize, learningRate, neededSeconds !== null); // untested 32 0.002 true
 * ```
 */
export async function advise(data: Dataset, options: AdviseOptions = {}): Promise<Advice> {
  const settings = settingsOf(data, options);
  return await withProgress(options.onProgress, async (onProgress) => {
    const { folder, signal } = options;
    const seconds = options.plan ? options.budget?.seconds : settings.budget.seconds;
    const work = new Work({ folder, seconds, signal, onProgress });
    try {
      const divisions = divisionsOf(data, settings.prepare, settings.seed);
      const { metric } = options;
      const looked = audit(data, divisions.open.n, { metric, features: settings.features });
      const { tuning } = divisions;
      const parts = tuning.splits(divisions.open, SEEDS.tuning);
      checkSize(settings, parts, Math.min(settings.current, divisions.n));
      const plan = options.plan
        ? checkPlan(options.plan, data, settings)
        : (keptPlan(folder, data, settings) ??
          makePlan(data, settings, divisions.n, await measureSpeed(parts, settings, signal)));
      writeJson(folder, "plan.json", plan);
      options.onPlan?.(plan);
      work.planned = plan.trainings;
      const subject: Subject = { settings, divisions, plan, work };
      const margin = options.margin ?? Math.max(0.5, looked.smallestDifference);
      const found = plan.fits || options.plan ? await stages(subject, looked, margin) : {};
      const test = found.choice && (await openTest(subject, data, looked, found.choice));
      const advice = adviceOf(subject, looked, { ...found, margin, given: options.margin, test });
      writeJson(folder, "advice.json", advice);
      return advice;
    } finally {
      work.end();
    }
  });
}

async function stages(subject: Subject, looked: Audit, margin: number): Promise<Found> {
  const { divisions, plan, settings, work } = subject;
  const { n } = divisions;
  const start = Math.min(settings.current, n);
  const anchor = await work.unlessOver(() => anchorRate(subject, start));
  if (anchor === undefined) return {};
  if (anchor.diverged) return { anchor };
  const { tuning, open } = divisions;
  const parts = tuning.splits(open, SEEDS.tuning);
  const { valid } = parts;
  if (isNoSignal(anchor, looked, valid)) return { anchor, noSignal: true, choice: anchor };
  const noise = await work.unlessOver(() => noiseStage(subject, anchor));
  if (noise === undefined) return { anchor, choice: anchor };
  const few = looked.n < FEW;
  const scale = noise?.estimate;
  const all = ladder({ anchor: start, n, count: plan.design.sizes, few, noise: scale });
  const tried = all.filter((size) => isTrainable(settings, parts, size));
  const sizes = await work.unlessOver(() =>
    sizesStage(subject, anchor, { sizes: tried, noise: scale, guessLoss: looked.guessLoss }),
  );
  if (sizes === undefined) return { anchor, noise, choice: anchor };
  const last = finalists(sizes.rows, start, { margin, valid: valid.n });
  const so = { anchor, noise, sizes };
  const { metric } = looked;
  const confirmation =
    last.all.length < 2
      ? undefined
      : await work.unlessOver(() => confirmStage(subject, last, { margin, metric }));
  const size = confirmation?.batchSize ?? last.best.batchSize;
  const choice = sizes.rows.find(({ batchSize }) => batchSize === size) ?? last.best;
  return { ...so, choice, ...(confirmation && { confirmation }) };
}

/** Refuses a model that cannot be trained on these data at a batch size. */
function checkSize(settings: Settings, parts: Splits, batchSize: number): void {
  const run = { batchSize, learningRate: 1e-3, steps: 1_000_000, n: parts.train.n, seed: 0 };
  checkTraining("advise", parts, configOf(settings, run), "options");
}

/** Batch norm, for one, cannot do with a last batch of one example. */
function isTrainable(settings: Settings, parts: Splits, batchSize: number): boolean {
  try {
    checkSize(settings, parts, batchSize);
    return true;
  } catch (error) {
    if (error instanceof ArgumentError) return false;
    throw error;
  }
}

async function openTest(
  subject: Subject,
  data: Dataset,
  { metric }: Audit,
  choice: { readonly batchSize: number; readonly learningRate: number },
): Promise<Advice["test"]> {
  const { work, divisions } = subject;
  const { batchSize, learningRate } = choice;
  const trial = trialOf(subject, { batchSize, learningRate, seed: SEEDS.last });
  const options = { readTest: true, keepConfusion: true };
  const rows = await work.unlessOver(() =>
    work.run("sealed", data, divisions.last, [trial], options),
  );
  return rows ? { metric, value: metricOf(rows[0], metric) } : null;
}

function adviceOf(
  subject: Subject,
  looked: Audit,
  found: Found & {
    readonly margin: number;
    readonly given: number | undefined;
    readonly test: Advice["test"] | undefined;
  },
): Advice {
  const { settings, plan, work } = subject;
  const { anchor, sizes, confirmation, margin, noSignal = false } = found;
  const start = Math.min(settings.current, subject.divisions.n);
  const choice = found.choice ?? { batchSize: start, learningRate: usualRate(subject, start) };
  const chosen = sizes?.rows.find(({ batchSize }) => batchSize === choice.batchSize);
  const status = noSignal
    ? "noSignal"
    : found.choice === undefined
      ? "untested"
      : confirmation?.settled
        ? "settled"
        : "notSettled";
  return {
    status,
    problem: "classification",
    metric: looked.metric,
    batchSize: choice.batchSize,
    learningRate: choice.learningRate,
    learningRateInterval: found.choice ? rateInterval(choice, anchor) : null,
    equivalent: confirmation?.equivalent ?? [],
    contrasts: confirmation?.contrasts ?? [],
    speed: plan.speed,
    criticalBatch: sizes ? criticalBatchOf(sizes, settings.seed) : null,
    baseline: looked.baseline,
    test: found.test ?? null,
    seconds: work.seconds,
    trainings: work.trainings,
    notes: notesOf(subject, looked, { ...found, chosen }),
    margin,
    optimizer: settings.optimizer,
    sizes: sizes?.rows ?? [],
    speedFit: fitSpeed(plan.speed),
    noiseScale: found.noise ?? null,
    settle: settleOf(confirmation),
    neededSeconds: plan.fits ? null : neededSeconds(plan),
    planned: plan.stages,
  };
}

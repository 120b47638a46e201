import { ArgumentError } from "../check.js";
import type { Advice } from "./advice.js";
import { notesOf } from "./answer/notesOf.js";
import type { Looked } from "./data/audit.js";
import { keptPlan, writeJson } from "./folder.js";
import { checkPlan, inTime, makePlan, neededSeconds } from "./plan/makePlan.js";
import { ladder } from "./plan/sizeLadder.js";
import { fitSpeed } from "./plan/speedRow.js";
import type { AdviseOptions, Settings } from "./settings.js";
import { anchorRate, untestedRate } from "./stages/anchorRate.js";
import { confirmStage, finalists } from "./stages/confirmStage.js";
import {
  criticalBatchOf,
  type Found,
  isNoSignal,
  rateInterval,
  settleOf,
} from "./stages/findings.js";
import { noiseStage } from "./stages/noiseStage.js";
import { sizesStage } from "./stages/sizesStage.js";
import { asked, SEEDS, type Subject } from "./subject.js";
import type { Trainer } from "./trainer.js";
import { Work } from "./work.js";

/** Where the work is kept, and how it is watched, repeated and ended. */
export type WorkOptions = Pick<
  AdviseOptions,
  "budget" | "folder" | "margin" | "onPlan" | "onProgress" | "plan" | "signal"
>;

/** The stages, on whatever trains. */
export async function adviseOn(
  trainer: Trainer,
  settings: Settings,
  looked: Looked,
  options: WorkOptions,
): Promise<Advice> {
  const { folder, signal, onProgress } = options;
  const seconds = options.plan ? options.budget?.seconds : settings.budget.seconds;
  const work = new Work({ folder, seconds, spent: trainer.spent ?? 0, signal, onProgress });
  try {
    trainer.check(Math.min(settings.current, trainer.n));
    const plan = options.plan
      ? checkPlan(options.plan, trainer, settings)
      : (keptPlan(folder, trainer, settings) ??
        makePlan(trainer, settings, await trainer.measure(signal)));
    writeJson(folder, "plan.json", plan);
    options.onPlan?.(plan);
    work.planned = plan.trainings;
    let subject: Subject = { settings, trainer, plan, work };
    const shorten = (begun: number): Subject => {
      if (options.plan) return subject;
      const shorter = inTime(plan, subject, { begun, over: work.seconds });
      if (shorter === plan) return subject;
      writeJson(folder, "plan.json", shorter);
      work.planned = shorter.trainings;
      subject = { ...subject, plan: shorter };
      return subject;
    };
    const margin = options.margin ?? Math.max(0.5, looked.smallestDifference);
    const found =
      plan.fits || options.plan ? await stages(subject, looked, { margin, shorten }) : {};
    const test = found.choice && trainer.sealed ? await openTest(subject, found.choice) : undefined;
    const advice = adviceOf(subject, looked, { ...found, margin, given: options.margin, test });
    writeJson(folder, "advice.json", advice);
    return advice;
  } finally {
    work.end();
  }
}

async function stages(
  begun: Subject,
  looked: Looked,
  { margin, shorten }: { readonly margin: number; readonly shorten: (begun: number) => Subject },
): Promise<Found> {
  const { trainer, settings, work } = begun;
  const start = Math.min(settings.current, begun.plan.largest);
  const since = work.seconds;
  const anchor = await work.unlessOver(() => anchorRate(begun, start));
  if (anchor === undefined) return {};
  if (anchor.diverged) return { anchor };
  if (isNoSignal(anchor, looked.baseline, trainer))
    return { anchor, noSignal: true, choice: anchor };
  const subject = shorten(since);
  const { plan } = subject;
  const noise = await work.unlessOver(() => noiseStage(subject, anchor));
  if (noise === undefined) return { anchor, choice: anchor };
  const scale = noise?.estimate;
  const all = ladder({
    anchor: start,
    smallest: plan.smallest,
    largest: plan.largest,
    count: plan.design.sizes,
    few: trainer.few,
    noise: scale,
  });
  const tried = all.filter((size) => isTrainable(trainer, size));
  const sizes = await work.unlessOver(() =>
    sizesStage(subject, anchor, {
      sizes: tried,
      noise: scale,
      isTrainable: (size) => isTrainable(trainer, size),
    }),
  );
  if (sizes === undefined) return { anchor, noise, choice: anchor };
  const last = finalists(sizes.rows, start, { ...trainer, margin });
  const confirmation =
    last.all.length < 2
      ? undefined
      : await work.unlessOver(() => confirmStage(subject, last, { margin }));
  const size = confirmation?.batchSize ?? last.best.batchSize;
  const choice = sizes.rows.find(({ batchSize }) => batchSize === size) ?? last.best;
  return { anchor, noise, sizes, choice, ...(confirmation && { confirmation }) };
}

/** Batch norm, for one, cannot do with a last batch of one example. */
function isTrainable(trainer: Trainer, batchSize: number): boolean {
  try {
    trainer.check(batchSize);
    return true;
  } catch (error) {
    if (error instanceof ArgumentError) return false;
    throw error;
  }
}

async function openTest(
  subject: Subject,
  choice: { readonly batchSize: number; readonly learningRate: number },
): Promise<Advice["test"]> {
  const { work, trainer } = subject;
  const { batchSize, learningRate } = choice;
  const last = asked(subject, { batchSize, learningRate, seed: SEEDS.last });
  const rows = await work.unlessOver(() => work.run(trainer, "sealed", [last]));
  return rows && Number.isFinite(rows[0].metric)
    ? { metric: trainer.metric, value: rows[0].metric }
    : null;
}

function adviceOf(
  subject: Subject,
  looked: Looked,
  found: Found & {
    readonly margin: number;
    readonly given: number | undefined;
    readonly test: Advice["test"] | undefined;
  },
): Advice {
  const { settings, plan, work, trainer } = subject;
  const { anchor, sizes, confirmation, margin, noSignal = false } = found;
  const start = Math.min(settings.current, plan.largest);
  const choice = found.choice ?? { batchSize: start, learningRate: untestedRate(subject, start) };
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
    problem: looked.problem,
    metric: trainer.metric,
    label: looked.label,
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
    command: trainer.command?.(choice) ?? null,
    optimizer: settings.optimizer,
    sizes: sizes?.rows ?? [],
    tried: work.tried,
    keeping: confirmation?.keeping ?? null,
    memory: plan.memory && { ...plan.memory, limit: settings.memory ?? null },
    speedFit: fitSpeed(plan.speed),
    noiseScale: found.noise ?? null,
    settle: settleOf(confirmation),
    neededSeconds: plan.fits ? null : neededSeconds(plan),
    planned: plan.stages,
  };
}

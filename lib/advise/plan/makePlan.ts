import { refuse } from "../../check.js";
import { canonicalJson } from "../../search/plainJson.js";
import type { Measured, MemoryFit } from "../measured.js";
import type { Length } from "../request.js";
import type { Settings } from "../settings.js";
import type { Trainer } from "../trainer.js";
import { lengthOf, stepsOf } from "./length.js";
import type { Design, Plan, PlannedStage } from "./plan.js";
import { ladder } from "./sizeLadder.js";
import { steadied } from "./speedRow.js";

/**
 * The protocol as it should be, and the least of it that still says something. Divisions of the same data overlap, so
 * that pairs beyond a dozen hardly narrow an interval (test/advise/confirmation.test.ts).
 */
const WHOLE: Design = { rates: 9, rateSeeds: 3, sizes: 5, sizeSeeds: 2, looks: [6, 12] };
const SHORT: Design = { rates: 5, rateSeeds: 3, sizes: 3, sizeSeeds: 2, looks: [8] };
/** The same for folds: one repeat and two of the cross-validation. */
const REPEATS = [5, 10];
/** Shares of the length to convergence, where the length is ours to choose; the last ones only for large data. */
const SHARES = [1, 0.7, 0.5, 0.35, 0.25, 0.15, 0.1, 0.05];
const LEAST_SHARE = 0.25;
/** Updates that a training of a smaller share still has to make. */
const LEAST_UPDATES = 3000;
/** Rungs of the rates, as shares of a whole training. */
export const RUNGS: { readonly first: number; readonly second: number } = {
  first: 1 / 9,
  second: 1 / 3,
};
/** Part of a budget that is planned with: measured times are of a quiet moment. */
const PLANNED_PART = 0.75;
/** Stages of a plan that tune the anchor's rate. */
const RATE_STAGES = 3;
/** The largest plan that fits the budget, or the smallest one if none does. */
export function makePlan(trainer: Trainer, settings: Settings, timed: Measured): Plan {
  const measured = { ...timed, speed: steadied(timed.speed) };
  const { budget } = settings;
  const { n, few } = trainer;
  const [smallest, most] = settings.sizes ?? [1, n];
  const largest = Math.min(most, largestSize(n, measured.memory, settings.memory));
  const anchor = Math.min(settings.current, largest);
  const shares = SHARES.filter((share) => {
    if (budget.epochs !== undefined || budget.steps !== undefined) return share === 1;
    return share >= LEAST_SHARE || stepsOf(lengthOf({}, share), anchor, n) >= LEAST_UPDATES;
  });
  const limit =
    PLANNED_PART * ((budget.seconds ?? Number.POSITIVE_INFINITY) - (trainer.spent ?? 0));
  const designs = [WHOLE, SHORT].map((design) =>
    few ? { ...design, sizes: Math.min(design.sizes, 3), looks: REPEATS } : design,
  );
  const plans = designs.flatMap((design) =>
    shares.map((share) => {
      const length = lengthOf(budget, share);
      const stages = stagesOf(design, length, {
        settings,
        trainer,
        smallest,
        largest,
        ...measured,
      });
      const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
      return { design, length, stages, seconds };
    }),
  );
  const fitting = plans.find(({ seconds }) => seconds <= limit);
  const chosen = fitting ?? plans[plans.length - 1];
  return {
    version: 1,
    request: requestOf(trainer, settings),
    ...chosen,
    ...measured,
    smallest,
    largest,
    trainings: chosen.stages.reduce((sum, { trainings }) => sum + trainings, 0),
    fits: fitting !== undefined,
  };
}

/** The largest batch that may be tried: all training examples, or as many as the memory holds. */
function largestSize(n: number, memory: MemoryFit | null, limit: number | undefined): number {
  if (limit === undefined || memory === null) return n;
  const fitting = Math.floor((limit - memory.fixed) / memory.perExample);
  if (fitting < 1)
    refuse(
      "advise",
      `memory must be at least the ${Math.ceil(memory.fixed + memory.perExample)} bytes of a training with one example a step`,
      limit,
    );
  return Math.min(n, fitting);
}

/**
 * The plan as it is, or with fewer sizes where tuning the anchor's rate took so long that the rest would not end within
 * the budget. Of the pairs there will be as many as it lets.
 * @param since seconds since the beginning: when tuning began, and now that it is over
 */
export function inTime(
  plan: Plan,
  { trainer, settings }: { readonly trainer: Trainer; readonly settings: Settings },
  since: { readonly begun: number; readonly over: number },
): Plan {
  const limit = plan.request.budget.seconds;
  if (limit === undefined) return plan;
  const sum = (stages: readonly PlannedStage[]): number =>
    stages.reduce((total, { seconds }) => total + seconds, 0);
  const late = (since.over - since.begun) / sum(plan.stages.slice(0, RATE_STAGES));
  if (late * sum(plan.stages.slice(RATE_STAGES)) <= limit - since.over) return plan;
  const design = { ...plan.design, sizes: Math.min(SHORT.sizes, plan.design.sizes) };
  const stages = stagesOf(design, plan.length, { settings, trainer, ...plan });
  const trainings = stages.reduce((total, stage) => total + stage.trainings, 0);
  return { ...plan, design, stages, trainings, seconds: sum(stages) };
}

/** Seconds of budget that a plan of this length asks for. */
export function neededSeconds({ seconds }: Pick<Plan, "seconds">): number {
  return Math.ceil(seconds / PLANNED_PART);
}

/** The plan, if it is for this request; else an error that says in what it differs. */
export function checkPlan(plan: Plan, trainer: Trainer, settings: Settings): Plan {
  const who = "advise";
  if (typeof plan !== "object" || plan === null || plan.version !== 1 || !plan.request)
    refuse(who, "plan must be what plan.json of version 1 holds", plan);
  const own = requestOf(trainer, settings);
  const { budget: _, subject, ...rest } = own;
  const wanted: Readonly<Record<string, unknown>> = { ...subject, ...rest };
  const planned: Readonly<Record<string, unknown>> = { ...plan.request.subject, ...plan.request };
  const text = (value: unknown): string =>
    value === undefined ? "nothing" : canonicalJson(who, value);
  for (const key of Object.keys(wanted))
    if (text(planned[key]) !== text(wanted[key]))
      refuse(
        who,
        `plan is for another request: its ${key} must be that of the call, ${text(wanted[key])}; leave the plan out to make a new one`,
        text(planned[key]),
      );
  return plan;
}

/** Whether a plan that lies in the folder answers this request, budget included. */
export function isPlanFor(plan: unknown, trainer: Trainer, settings: Settings): plan is Plan {
  const request = (plan as Partial<Plan> | null)?.request;
  return (
    request !== undefined &&
    canonicalJson("advise", request) === canonicalJson("advise", requestOf(trainer, settings))
  );
}

function requestOf({ identity, metric }: Trainer, settings: Settings): Plan["request"] {
  const { optimizer, current, currentRate, memory, sizes, seed, budget } = settings;
  const given = { optimizer, metric, current, seed, budget };
  return {
    subject: identity,
    ...given,
    currentRate: currentRate ?? null,
    memory: memory ?? null,
    sizes: sizes ?? null,
  };
}

function stagesOf(
  { rates, rateSeeds, sizes, sizeSeeds, looks }: Design,
  length: Length,
  given: Pick<Measured, "speed" | "pace"> & {
    readonly settings: Settings;
    readonly trainer: Trainer;
    readonly smallest: number;
    readonly largest: number;
  },
): PlannedStage[] {
  const { speed, pace, settings, trainer, smallest, largest } = given;
  const { n, few, threads } = trainer;
  const anchor = Math.min(settings.current, largest);
  const tried = ladder({ anchor, smallest, largest, count: sizes, few, noise: undefined });
  const others = tried.filter((size) => size !== anchor);
  const one = (size: number, share: number): number =>
    pace * trainer.seconds({ batchSize: size, steps: stepsOf(length, size, n, share) }, speed);
  const stage = (
    name: string,
    among: readonly number[],
    each: number,
    share: number,
  ): PlannedStage => {
    const trainings = each * among.length;
    const total = among.reduce((sum, size) => sum + each * one(size, share), 0);
    const alone = Math.max(0, ...among.map((size) => one(size, share)));
    const seconds = Math.max(alone, total / Math.min(threads, Math.max(1, trainings)));
    return { stage: name, trainings, steps: stepsOf(length, anchor, n, share), seconds };
  };
  const pairs = looks[looks.length - 1];
  const costly = [...tried].sort((a, b) => one(b, 1) - one(a, 1)).slice(0, 2);
  const kept = settings.currentRate === undefined ? [] : [anchor];
  const all = [
    stage("learning rates, a ninth of the length", [anchor], rates, RUNGS.first),
    stage("the best three, a third of it", [anchor], 3, RUNGS.second),
    stage("three rates, whole length", [anchor], 3 * rateSeeds, 1),
    stage("gradient noise", [anchor], trainer.noiseless === undefined ? 1 : 0, 1),
    stage("batch sizes, a third of it", others, 3 * sizeSeeds, RUNGS.second),
    stage("the better half, whole length", others, Math.ceil(1.5 * sizeSeeds), 1),
    stage("confirmation, at most", [...new Set([anchor, ...costly]), ...kept], pairs, 1),
    stage("the sealed test, once", [anchor], trainer.sealed ? 1 : 0, 1),
  ];
  return all.filter(({ trainings }) => trainings > 0);
}

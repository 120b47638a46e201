import { availableParallelism } from "node:os";
import { refuse } from "../check.js";
import type { Dataset } from "../data/dataset.js";
import { fingerprint } from "../experiment/journalled.js";
import { canonicalJson } from "../search/plainJson.js";
import { FEW } from "./divisions.js";
import { evaluateEvery, lengthOf, stepsOf } from "./length.js";
import type { Design, Plan, PlannedStage } from "./plan.js";
import type { Length } from "./request.js";
import type { Settings } from "./settings.js";
import { hasNoise } from "./settings.js";
import { ladder } from "./sizeLadder.js";
import { fitSpeed, microsAt, type SpeedRow } from "./speedRow.js";

/** The protocol as it should be, and the least of it that still says something. */
const WHOLE: Design = { rates: 9, rateSeeds: 3, sizes: 5, sizeSeeds: 2, looks: [8, 14, 20] };
const SHORT: Design = { rates: 5, rateSeeds: 3, sizes: 3, sizeSeeds: 2, looks: [8] };
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
/** An evaluation goes forward only: a third of a training step's work for each example. */
const FORWARD = 1 / 3;
/** Of handing a training to a thread. */
const SECONDS_A_TRAINING = 0.02;

/** The largest plan that fits the budget, or the smallest one if none does. */
export function makePlan(
  data: Dataset,
  settings: Settings,
  n: number,
  speed: readonly SpeedRow[],
): Plan {
  const { budget } = settings;
  const anchor = Math.min(settings.current, n);
  const shares = SHARES.filter((share) => {
    if (budget.epochs !== undefined || budget.steps !== undefined) return share === 1;
    return share >= LEAST_SHARE || stepsOf(lengthOf({}, share), anchor, n) >= LEAST_UPDATES;
  });
  const limit = PLANNED_PART * (budget.seconds ?? Number.POSITIVE_INFINITY);
  const few = data.n < FEW;
  const designs = [WHOLE, SHORT].map((design) =>
    few ? { ...design, sizes: Math.min(design.sizes, 3) } : design,
  );
  const plans = designs.flatMap((design) =>
    shares.map((share) => {
      const length = lengthOf(budget, share);
      const stages = stagesOf(design, length, settings, { n, few, speed });
      const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
      return { design, length, stages, seconds };
    }),
  );
  const fitting = plans.find(({ seconds }) => seconds <= limit);
  const chosen = fitting ?? plans[plans.length - 1];
  return {
    version: 1,
    request: requestOf(data, settings),
    ...chosen,
    speed,
    trainings: chosen.stages.reduce((sum, { trainings }) => sum + trainings, 0),
    fits: fitting !== undefined,
  };
}

/** Seconds of budget that a plan of this length asks for. */
export function neededSeconds({ seconds }: Pick<Plan, "seconds">): number {
  return Math.ceil(seconds / PLANNED_PART);
}

/** The plan, if it is for this request; else an error that says in what it differs. */
export function checkPlan(plan: Plan, data: Dataset, settings: Settings): Plan {
  const who = "advise";
  if (typeof plan !== "object" || plan === null || plan.version !== 1 || !plan.request)
    refuse(who, "plan must be what plan.json of version 1 holds", plan);
  const own = requestOf(data, settings);
  for (const key of ["data", "model", "optimizer", "prepare", "current", "seed"] as const)
    if (canonicalJson(who, plan.request[key]) !== canonicalJson(who, own[key]))
      refuse(
        who,
        `plan is for another request: its ${key} must be that of the call, ${canonicalJson(who, own[key])}; leave the plan out to make a new one`,
        canonicalJson(who, plan.request[key]),
      );
  return plan;
}

/** Whether a plan that lies in the folder answers this request, budget included. */
export function isPlanFor(plan: unknown, data: Dataset, settings: Settings): plan is Plan {
  const request = (plan as Partial<Plan> | null)?.request;
  return (
    request !== undefined &&
    canonicalJson("advise", request) === canonicalJson("advise", requestOf(data, settings))
  );
}

function requestOf(data: Dataset, settings: Settings): Plan["request"] {
  const { model, optimizer, prepare, current, seed, budget } = settings;
  return { data: fingerprint(data), model, optimizer, prepare, current, seed, budget };
}

function stagesOf(
  { rates, rateSeeds, sizes, sizeSeeds, looks }: Design,
  length: Length,
  settings: Settings,
  given: { readonly n: number; readonly few: boolean; readonly speed: readonly SpeedRow[] },
): PlannedStage[] {
  const { n, few, speed } = given;
  const anchor = Math.min(settings.current, n);
  const tried = ladder({ anchor, n, count: sizes, few, noise: undefined });
  const others = tried.filter((size) => size !== anchor);
  const threads = availableParallelism();
  const { perExample } = fitSpeed(speed);
  const one = (size: number, share: number): number => {
    const steps = stepsOf(length, size, n, share);
    const evaluated = Math.ceil(steps / evaluateEvery(steps, size, n)) * 1.4 * n;
    const micros = steps * microsAt(speed, size) + FORWARD * perExample * evaluated;
    return SECONDS_A_TRAINING + micros / 1e6;
  };
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
  const all = [
    stage("learning rates, a ninth of the length", [anchor], rates, RUNGS.first),
    stage("the best three, a third of it", [anchor], 3, RUNGS.second),
    stage("three rates, whole length", [anchor], 3 * rateSeeds, 1),
    stage("gradient noise", [anchor], hasNoise(settings) ? 1 : 0, 1),
    stage("batch sizes, a third of it", others, 3 * sizeSeeds, RUNGS.second),
    stage("the better half, whole length", others, Math.ceil(1.5 * sizeSeeds), 1),
    stage("confirmation, at most", [...new Set([anchor, ...costly])], pairs, 1),
    stage("the sealed test, once", [anchor], 1, 1),
  ];
  return all.filter(({ trainings }) => trainings > 0);
}

import { createHash } from "node:crypto";
import { positiveInteger, refuse } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import { fingerprint } from "../../experiment/journalled.js";
import { centredSplits } from "../../experiment/preparation.js";
import type { TrainConfig } from "../../nn/config/config.js";
import type { Run } from "../../nn/training/run.js";
import { trainEach } from "../../nn/training/trainMany.js";
import type { RunContext } from "../../search/inBatches.js";
import { canonicalJson } from "../../search/plainJson.js";
import type { Ask, Outcome, Trial } from "../../search/trials.js";

/** How the trainings of a search are made, so that none is made twice. */
export interface TrainOnceOptions<C> {
  /** How a config of the space is trained; its budget and seed are replaced. */
  readonly toConfig: (config: C) => TrainConfig;
  /** Of the division of the data, of the initial weights and of the order of the examples. */
  readonly seed: number;
  /** Length of a whole training: the largest resource that may be asked for. */
  readonly epochs: number;
}

/** What is kept of a training up to the resource that was asked for, one number for each epoch. */
export interface TrainingTrace {
  /** Infinity from the epoch on in which it diverged. */
  readonly validLoss: readonly number[];
  /** Shares, 0 to 1. */
  readonly validAccuracy: readonly number[];
  /** Time in training steps since the start. */
  readonly seconds: readonly number[];
}

/** An evaluator that trains each config once, and what it has trained. */
export interface TrainOnce<C> {
  /** The score is the validation loss after as many epochs as the resource says; `info` is a `TrainingTrace`. */
  readonly evaluate: (
    asks: readonly Ask<C>[],
    context: RunContext,
  ) => AsyncIterable<readonly [position: number, outcome: Outcome]>;
  /** Takes in trainings that another search brought out of its journal. */
  readonly remember: (trials: readonly Trial<C>[]) => void;
  /** Validation ÷ training examples of the division. */
  readonly overlap: number;
}

/**
 * Scores configs by training them, through `trainEach`. A config is trained to the end when it is first asked
 * for, at whatever resource; all later questions about it are answered from its validation loss by epoch. At
 * a constant learning rate the first epochs of a long training are those of a short one, bit for bit, so
 * that several searches on one division of the data can share their trainings.
 */
export function trainOnce<C>(
  data: Dataset,
  { toConfig, seed, epochs }: TrainOnceOptions<C>,
): TrainOnce<C> {
  positiveInteger("trainOnce", "epochs", epochs);
  const splits = centredSplits(data, seed);
  const known = new Map<string, TrainingTrace>();
  const keyOf = (config: C): string => canonicalJson("trainOnce", config);
  const training = (config: C): TrainConfig => {
    const made = toConfig(config);
    if ((made.schedule ?? { kind: "constant" }).kind !== "constant" || made.earlyStopping)
      refuse("trainOnce", "toConfig must give constant rates and no early stopping", made);
    return { ...made, budget: { epochs }, evaluateEvery: { epochs: 1 }, seed };
  };
  const evaluate = async function* (
    asks: readonly Ask<C>[],
    { signal }: RunContext,
  ): AsyncGenerator<readonly [position: number, outcome: Outcome]> {
    const missing = new Map<string, number[]>();
    for (const [i, { config, resource }] of asks.entries()) {
      const key = keyOf(config);
      const trace = known.get(key);
      if (trace) yield [i, outcomeOf(trace, resource)];
      else missing.set(key, [...(missing.get(key) ?? []), i]);
    }
    const places = [...missing.values()];
    const trainings = places.map(([i]) => training(asks[i].config));
    for await (const [t, run] of trainEach(splits, trainings, signal && { signal })) {
      signal?.throwIfAborted(); // A training that was cut short is no result.
      const trace = traceOf(run, epochs);
      known.set(keyOf(asks[places[t][0]].config), trace);
      for (const i of places[t]) yield [i, outcomeOf(trace, asks[i].resource)];
    }
  };
  const remember = (trials: readonly Trial<C>[]): void => {
    for (const { config, info, resource } of trials)
      if (resource === epochs && isTrace(info)) known.set(keyOf(config), info);
  };
  return { evaluate, remember, overlap: splits.valid.n / splits.train.n };
}

/** The trace of a trial that `trainOnce` scored. */
export function trainingTrace({ info }: Pick<Trial<unknown>, "info">): TrainingTrace {
  return isTrace(info) ? info : refuse("trainingTrace", "the trial must come from trainOnce", info);
}

function isTrace(info: unknown): info is TrainingTrace & Readonly<Record<string, unknown>> {
  return typeof info === "object" && info !== null && "validLoss" in info && "seconds" in info;
}

function traceOf({ history }: Run, epochs: number): TrainingTrace {
  const rows = Array.from({ length: epochs }, (_, i) =>
    history.find(({ epoch }) => epoch === i + 1),
  );
  return {
    validLoss: rows.map((row) => row?.validLoss ?? Number.POSITIVE_INFINITY),
    validAccuracy: rows.map((row) => row?.validAccuracy ?? 0),
    seconds: rows.map((row) => row?.seconds ?? history.at(-1)?.seconds ?? 0),
  };
}

function outcomeOf(trace: TrainingTrace, resource: number): Outcome {
  const score = trace.validLoss[resource - 1];
  if (score === undefined) return refuse("trainOnce", "resource must be at most epochs", resource);
  const { validLoss, validAccuracy, seconds } = trace;
  return {
    score,
    ...(score === Number.POSITIVE_INFINITY && { reason: "diverged" }),
    info: {
      validLoss: validLoss.slice(0, resource),
      validAccuracy: validAccuracy.slice(0, resource),
      seconds: seconds.slice(0, resource),
    },
  };
}

/** What the scores depend on besides the config of the space, as text of fixed length for a journal. */
export function experimentOf(data: Dataset, trainings: readonly TrainConfig[]): string {
  return createHash("sha256")
    .update(fingerprint(data))
    .update(canonicalJson("experimentOf", trainings))
    .digest("hex");
}

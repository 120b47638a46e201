import { testedOnValidation } from "../advise/data/dataTrainer.js";
import { divisionsOf } from "../advise/data/divisions.js";
import type { GivenDivision } from "../advise/data/givenDivision.js";
import { oneOf, refuse } from "../check.js";
import type { Dataset } from "../data/dataset.js";
import { fingerprint } from "../data/fingerprint.js";
import { preparationAgain } from "../experiment/plainPreparation.js";
import type { Preparation, PreparationName } from "../experiment/preparation.js";
import { type StudyTrial, type TrialOptions, trialRuns } from "../experiment/runTrials.js";

import { QueueError } from "../jobs/queueError.js";
import type { OpenWork } from "../jobs/serveQueues.js";
import { isRecord } from "../search/plainJson.js";

const who = "worker";
const NAMES: readonly PreparationName[] = ["centred", "standardized", "raw"];
const KINDS = ["wrongLabels", "freshMnist1d", "advise"] as const;

/** Trials of a study: what came out of the queue is checked before anything is made of it. */
export const trialsWork: OpenWork = async ({ prepare, of, ...kept }, data) => {
  if (!isRecord(prepare)) refuse(who, "prepare must say how the data are prepared", prepare);
  const made = preparationFrom(prepare, await data());
  const name = typeof made.prepare === "string" ? null : made.prepare.name;
  if (fingerprint(made.data) !== of || name !== prepare["name"])
    throw new QueueError(
      "this worker makes other data of the preparation than the producer has; give both the same data and the same version",
    );
  const options: TrialOptions = { prepare: made.prepare, ...optionsFrom(kept) };
  const run = trialRuns(made.data, options);
  return async (job, { signal }) => {
    const rows = run([trialFrom(job)], { signal });
    if (!(Symbol.asyncIterator in rows)) return (await rows)[0];
    for await (const [, row] of rows) return row;
    throw new QueueError("the trial gave no row");
  };
};

function optionsFrom(kept: Readonly<Record<string, unknown>>): TrialOptions {
  const { readTest, keepHistory, keepConfusion, noise } = kept;
  for (const [name, value] of Object.entries({ readTest, keepHistory, keepConfusion }))
    if (typeof value !== "boolean") refuse(who, `${name} must be true or false`, value);
  if (!Array.isArray(noise) || !noise.every((sd) => typeof sd === "number" && sd > 0))
    refuse(who, "noise must be an array of positive numbers", noise);
  return { readTest, keepHistory, keepConfusion, noise } as TrialOptions;
}

/** Its config is checked by the training; what a study adds to tell trials apart is let be. */
function trialFrom(job: unknown): StudyTrial {
  if (!isRecord(job)) refuse(who, "a job must be a trial", job);
  const { seed, config, trainExamples } = job;
  if (!Number.isSafeInteger(seed)) refuse(who, "seed must be an integer", seed);
  if (!isRecord(config)) refuse(who, "config must be how to train", config);
  if (trainExamples !== undefined && !Number.isSafeInteger(trainExamples))
    refuse(who, "trainExamples must be an integer", trainExamples);
  return job as unknown as StudyTrial;
}

/** The preparation that is described, with the data that it divides. */
function preparationFrom(
  { kind, parameters }: Readonly<Record<string, unknown>>,
  data: Dataset,
): { readonly data: Dataset; readonly prepare: Preparation } {
  if (!isRecord(parameters)) refuse(who, "parameters must be an object", parameters);
  const named = NAMES.find((name) => name === kind);
  if (named) return { data, prepare: named };
  const described = { kind: oneOf(who, "prepare.kind", kind, KINDS), parameters };
  if (described.kind === "advise") return advised(parameters, data);
  return { data, prepare: preparationAgain(who, described) };
}

function advised(
  { role, prepare, seed, tested, ...given }: Readonly<Record<string, unknown>>,
  data: Dataset,
): { readonly data: Dataset; readonly prepare: Preparation } {
  if (typeof seed !== "number" || !Number.isSafeInteger(seed))
    refuse(who, "seed must be an integer", seed);
  const { split, groups } = given;
  for (const [name, values] of Object.entries({ split, groups }))
    if (values !== undefined && !Array.isArray(values))
      refuse(who, `${name} must be an array`, values);
  const divisions = divisionsOf(
    data,
    oneOf(who, "prepare", prepare, NAMES),
    seed,
    given as GivenDivision,
  );
  const { open, tuning, comparing, last } = divisions;
  switch (oneOf(who, "role", role, ["tuning", "comparing", "last"])) {
    case "tuning":
      return { data: open, prepare: tested === true ? testedOnValidation(divisions) : tuning };
    case "comparing":
      return { data: open, prepare: comparing };
    case "last":
      return { data, prepare: last };
  }
}

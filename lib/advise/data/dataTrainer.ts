import { availableParallelism } from "node:os";
import { type Dataset, featuresOf, type Target } from "../../data/dataset.js";
import { fingerprint } from "../../experiment/journalled.js";
import { runTrials } from "../../experiment/runTrials.js";
import { checkTraining } from "../../nn/config/validate.js";
import { openLearner } from "../../nn/training/train.js";
import { type Metric, type Scores, testPoints, validPoints } from "../metric.js";
import { configOf, evaluateEvery } from "../plan/length.js";
import { fitSpeed, microsAt } from "../plan/speedRow.js";
import type { Length } from "../request.js";
import type { DataSettings } from "../settings.js";
import { SEEDS } from "../subject.js";
import type { Asked, Outcome, Trainer } from "../trainer.js";
import { quote } from "./audit.js";
import { type Divisions, FEW } from "./divisions.js";
import { gradientNoiseOf } from "./gradientNoiseOf.js";
import { layersRuns, openLayers } from "./layersRuns.js";
import { measureSpeed, TINY_RATE } from "./measureSpeed.js";

/** An evaluation goes forward only: a third of a training step's work for each example. */
const FORWARD = 1 / 3;
/** Of handing a training to a thread. */
const SECONDS_A_TRAINING = 0.02;

/** Trains the models of the library, or of tfjs layers, on divisions of a data set. */
export function dataTrainer(
  data: Dataset,
  settings: DataSettings,
  divisions: Divisions,
  metric: Metric,
): Trainer {
  const { open, n } = divisions;
  const { model } = settings;
  const parts = divisions.tuning.splits(open, SEEDS.tuning);
  const compared = divisions.comparing.splits(open, SEEDS.comparing);
  const tuning =
    metric.name === "balancedAccuracy" ? testedOnValidation(divisions) : divisions.tuning;
  const config = (asked: Asked) => configOf(settings, n, asked);
  const idle = (batchSize: number): Asked => ({
    batchSize,
    learningRate: TINY_RATE,
    seed: 0,
    steps: 1_000_000,
  });
  const noiseless =
    model.kind === "linear" || model.kind === "mlp"
      ? undefined
      : model.kind === "layers"
        ? "model of tfjs layers"
        : model.kind;
  return {
    identity: {
      data: fingerprint(data),
      model,
      prepare: settings.prepare,
      divisions: divisions.name,
    },
    n,
    few: divisions.few,
    metric: metric.name,
    guessLoss: metric.guessLoss,
    validating: parts.valid.n,
    overlap: compared.test.n / compared.train.n,
    tested: open.n,
    sealed: true,
    threads: model.kind === "layers" ? 1 : availableParallelism(),
    noiseless,
    check: (batchSize) =>
      checkTraining(
        "advise",
        parts,
        {
          ...config(idle(batchSize)),
          model: model.kind === "layers" ? { kind: "linear" } : model,
        },
        "options",
      ),
    measure: (signal) =>
      measureSpeed(
        (batchSize) =>
          model.kind === "layers"
            ? openLayers(model, parts, config(idle(batchSize)))
            : openLearner(parts, { ...config(idle(batchSize)), model }),
        { n, seed: settings.seed },
        signal,
      ),
    seconds({ batchSize, steps }, speed) {
      const evaluated = Math.ceil(steps / evaluateEvery(steps, batchSize, n)) * 1.4 * n;
      const { perExample } = fitSpeed(speed);
      const micros = steps * microsAt(speed, batchSize) + FORWARD * perExample * evaluated;
      return SECONDS_A_TRAINING + micros / 1e6;
    },
    async train(role, all, watch): Promise<Outcome[]> {
      const [whole, prepare] = {
        tuning: [open, tuning] as const,
        comparing: [open, divisions.comparing] as const,
        sealed: [data, divisions.last] as const,
      }[role];
      const trials = all.map((asked) => ({ seed: asked.seed, config: config(asked) }));
      const readTest = role !== "tuning" || tuning !== divisions.tuning;
      const options = {
        prepare,
        readTest,
        keepConfusion: readTest && metric.name === "balancedAccuracy",
        keepHistory: role === "tuning",
        ...watch,
      };
      const rows: readonly Scores[] = await (model.kind === "layers"
        ? layersRuns(model, whole, trials, options)
        : runTrials(
            whole,
            trials.map((trial) => ({ ...trial, config: { ...trial.config, model } })),
            options,
          ));
      return rows.map((row, i) => ({
        batchSize: all[i].batchSize,
        learningRate: all[i].learningRate,
        seed: all[i].seed,
        validLoss: row.validLoss,
        validMetric: validPoints(row, metric),
        metric: role === "tuning" ? Number.NaN : testPoints(row, metric),
        history: row.history ?? [],
      }));
    },
    async noise(asked, watch) {
      if (model.kind === "layers") return null;
      const trial = { seed: asked.seed, steps: asked.steps };
      return await gradientNoiseOf(
        open,
        divisions.tuning,
        { ...trial, config: { ...config(asked), model } },
        watch,
      );
    },
    suspects: () => largestFeatures(compared.train, settings.features),
    notes: (length) => [
      ...notes(settings, divisions, length),
      ...divisions.notes,
      ...(data.target ? [standardisedNote(data.target)] : []),
    ],
  };
}

/** The divisions for tuning, whose test part is the validation part: so that its confusion matrix can be had. */
export function testedOnValidation({ tuning }: Pick<Divisions, "tuning">): Divisions["tuning"] {
  const { described } = tuning;
  return {
    name: `${tuning.name}, tested on validation`,
    ...(described && {
      described: { ...described, parameters: { ...described.parameters, tested: true } },
    }),
    splits(data, seed) {
      const { train, valid } = tuning.splits(data, seed);
      return { train, valid, test: valid };
    },
  };
}

function notes(
  { prepare, model }: DataSettings,
  { n, few }: Divisions,
  { epochs, steps }: Length,
): string[] {
  const length = [
    epochs > 0 && `${Math.round(epochs)} epochs`,
    steps > 0 && `${Math.round(steps)} updates`,
  ];
  return [
    ...(prepare === "raw"
      ? []
      : [`features were ${prepare} on each training part; with other scaling the rate is another`]),
    ...(few
      ? [`fewer than ${FEW} examples: divided by repeated cross-validation in five folds`]
      : []),
    `each training lasted at most ${length.filter(Boolean).join(" or, if more, ")} on ${n} examples and gave the weights of its best validation loss`,
    ...(model.kind === "layers"
      ? [
          "each training draws the model's weights anew, by its own initializers: those that were saved are not used; a dropout layer of tfjs draws as it likes, so a plan repeats but for that",
        ]
      : []),
  ];
}

function standardisedNote({ name, mean, scale }: Target): string {
  const [centre, unit] = [mean, scale].map((value) => Number(value.toPrecision(3)));
  return `${quote(name)} was standardised on each training part, (value − ${centre}) / ${unit} about, and the mean squared error of that was minimised; in another unit the rate is another`;
}

/** The three features with the largest values. */
function largestFeatures(train: Dataset, names: readonly string[] | undefined): string {
  const width = featuresOf(train);
  const largest = Array.from({ length: width }, (_, f) => {
    let most = 0;
    for (let i = 0; i < train.n; i++) most = Math.max(most, Math.abs(train.x[i * width + f]));
    return { name: names?.[f] ?? `feature ${f + 1}`, most };
  }).sort((a, b) => b.most - a.most);
  const shown = largest
    .slice(0, 3)
    .map(({ name, most }) => `${quote(name)} (up to ${most.toPrecision(2)})`);
  return `the largest features are ${shown.join(", ")}: scale them (prepare "standardized") or look for cells that mean something else`;
}

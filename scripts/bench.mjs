// npm run bench -- train | cnn | linear | features | augment | leak | readers | growth | queue | costs | advise [options]; --help says more
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { benchAdvise } from "./bench/advise.mjs";
import { benchAugment } from "./bench/augment.mjs";
import { benchCosts } from "./bench/costs.mjs";
import { benchFeatures } from "./bench/features.mjs";
import { benchGrowth } from "./bench/growth.mjs";
import { benchLeak } from "./bench/leak.mjs";
import { benchLinear } from "./bench/linear.mjs";
import { benchQueue } from "./bench/queue.mjs";
import { benchReaders } from "./bench/readers.mjs";
import { busyShare, UNFIT } from "./bench/table.mjs";
import { benchCnn, benchTrain } from "./bench/train.mjs";
import { checkPlace, writeBenchmark } from "./bench/writeBenchmark.mjs";

const HELP = `npm run bench -- train | cnn | linear | features | augment | leak | readers | growth | queue | costs | advise [options]

  train     training steps: Batchwise, tfjs fit, Keras fit, PyTorch, torch.func.vmap
  cnn       training steps of convolutional networks: Batchwise, PyTorch, torch.func.vmap
  linear    logistic regression: Batchwise and scikit-learn, time to reach an excess objective
  features  PCA, t-SNE and mutual information: Batchwise and scikit-learn, seconds of one
  augment   augmentation: Batchwise, Albumentations and torchvision, images a second on one thread
  leak      tensors and memory of Batchwise over 100,000 steps and 1,000 runs
  readers   CSV and Parquet files, IDX and CIFAR pictures: time and memory of Batchwise, pandas, pyarrow and NumPy
  growth    how time and memory grow with examples, features, classes and models, beside PyTorch, scikit-learn and pandas
  queue     runs over a queue: overhead of a job, speed-up with workers, and 1,000 workers simulated
  costs     the library's constants of time, and from where on OpenBLAS, a second thread or TensorFlow pays
  advise    what the advisor and others choose for twelve data sets, against the best cell of a grid

  --cases PATTERN      only cases whose name matches (a regular expression)
  --subjects PATTERN   only subjects whose name matches
  --quick              fewer cases, rounds and seconds: to try the command, not to compare
  --rounds N           rounds of each case (default 5, growth 3; quick 2); advise: seeds of each choice (default 1)
  --seconds S          train, cnn, augment, costs, growth: length of one measurement (default 0.5, growth 0.2; quick 0.1); linear: limit of one fit (default 30; quick 5)
  --grids              advise: make the grids of the data sets and save them, in place of the comparison
  --patient            advise: carry the advisor's plans out, however long they take: regrets on a busy machine
  --json FILE          write the rows
  --write              put the report into docs/benchmarks.md, and README's rows on speed after it
`;

/** Share of the cores that other programs may keep busy. OpenMP's threads (PyTorch, BLAS) wait for each other and suffer far more than others. */
const QUIET = 0.1;
const percent = (share) => `${Math.round(100 * share)} %`;

const BENCHES = {
  train: benchTrain,
  cnn: benchCnn,
  linear: benchLinear,
  features: benchFeatures,
  augment: benchAugment,
  leak: benchLeak,
  readers: benchReaders,
  growth: benchGrowth,
  queue: benchQueue,
  costs: benchCosts,
  advise: benchAdvise,
};

/** Rounds and seconds where none are given, in full and quick. */
const EFFORT = { rounds: [5, 2], seconds: [0.5, 0.1] };
const EFFORTS = {
  linear: { seconds: [30, 5] },
  growth: { rounds: [3, 2], seconds: [0.2, 0.1] },
  advise: { rounds: [1, 1] },
};

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      cases: { type: "string", default: "" },
      subjects: { type: "string", default: "" },
      quick: { type: "boolean", default: false },
      rounds: { type: "string" },
      grids: { type: "boolean", default: false },
      patient: { type: "boolean", default: false },
      seconds: { type: "string" },
      json: { type: "string" },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [name] = positionals;
  if (values.help) return { help: true };
  if (positionals.length !== 1 || !Object.hasOwn(BENCHES, name))
    throw new Error(
      `bench: the benchmark must be one of ${Object.keys(BENCHES).join(", ")}, got ${JSON.stringify(positionals.join(" "))}`,
    );
  const positive = (option, value) => {
    if (!(Number(value) > 0))
      throw new Error(`bench: --${option} must be a positive number, got ${value}`);
    return Number(value);
  };
  const { rounds, seconds } = { ...EFFORT, ...EFFORTS[name] };
  return {
    ...values,
    name,
    filter: new RegExp(values.cases),
    subjects: new RegExp(values.subjects),
    rounds: positive("rounds", values.rounds ?? rounds[values.quick ? 1 : 0]),
    seconds: positive("seconds", values.seconds ?? seconds[values.quick ? 1 : 0]),
  };
}

try {
  const chosen = options();
  if (!("name" in chosen)) console.log(HELP);
  else {
    if (chosen.write) checkPlace(chosen.name);
    const before = await busyShare();
    if (before > QUIET)
      console.error(
        `bench: other programs keep ${percent(before)} of the cores busy; the comparison is unfair to subjects whose threads wait for each other`,
      );
    /** @type {{ rows: readonly object[], report: string, pictures?: Readonly<Record<string, string>> }} */
    const found = await BENCHES[chosen.name](chosen);
    const { rows, report: measured, pictures } = found;
    const busy = Math.max(before, await busyShare());
    const report =
      busy > QUIET
        ? `${measured}\n\nOther programs kept up to ${percent(busy)} of the cores busy: ${UNFIT}.`
        : measured;
    console.log(report);
    if (chosen.json !== undefined) writeFileSync(chosen.json, `${JSON.stringify(rows, null, 1)}\n`);
    if (chosen.write) writeBenchmark(chosen.name, report, { pictures });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1); // subjects leave when their input closes
}

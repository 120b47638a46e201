import { existsSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { among, bytesOf, numberOf, refuse, secondsOf, wholeOf } from "./optionValues.mjs";
import { programOptions } from "./programOptions.mjs";
import { readingOptions } from "./readingOptions.mjs";

export const HELP = `npm run advise -- data.csv --label COLUMN [options]
npm run advise -- --command "python train.py --batch-size {batchSize} --lr {learningRate} --seed {seed}" [options]

Says which batch size and learning rate to use for these data, with the evidence: a table (.csv, .tsv, .txt, .jsonl,
.ndjson, .parquet, .xlsx), an IDX file of images with its labels beside it, or a folder with one folder of pictures
for each class. Or for a program of your own that trains and prints its evaluations (docs/programs.md). It prints its
plan first, then trains, then answers.

  --label COLUMN       the column that is to be foretold (of a table, needed)
  --problem KIND       classification or regression (default: auto, by the label; it says why)
  --split COLUMN       says of each row whether it is for train, valid or test (default: a column called split)
  --group COLUMN       rows of one group are not divided
  --sheet NAME         of an Excel workbook, by its name or number (default the first)
  --image-size SIZE    that pictures of a folder are resized to: 32, or rows x columns as in 32x48
  --budget TIME        hard limit of the whole work: 60s, 5m, 1h (default 60s; none with --epochs or --steps)
  --epochs N           length of one training, in passes over the data
  --steps N            or in updates; without either, as long as validation improves
  --model MODEL        mlp:128,64 (hidden layers), linear, cnn:8,16 (filters; needs images), or the folder of a
                       tf.LayersModel (its model.json; weights are drawn anew) (default mlp:64)
  --optimizer NAME     adam, sgd, momentum, adamw, rmsprop or nesterov (default adam)
  --metric NAME        accuracy, balancedAccuracy or logLoss (default accuracy); rmse where the label is a number
  --margin POINTS      differences below this do not matter (default 0.5, or the least these data can show)
  --current SIZE       the batch size in use, which is compared in any case (default 32)
  --rate RATE          the learning rate in use, at --current: it says what it costs to keep it
  --memory SIZE        most that a training may hold: 500MB, 2GB; larger batches are not tried
  --prepare HOW        standardized, centred or raw features (default standardized)
  --ignore COLUMNS     columns to leave out, as in id,date
  --categories COLUMNS columns of numbers that are names, as in zip,model
  --missing POLICY     empty cells: error, drop (the row), mean or category (default error)
  --no-header          the first line is no header: the columns are c1, c2, …
  --out FOLDER         where advice.json, plan.json and the journal go, in a folder named for the file
                       (default advice/); the same command goes on from what is there
  --plan FILE          repeat the trainings of this plan.json, whatever the clock says
  --seed N             of divisions and trainings (default 0)
  --queue URL          spread the trainings over workers, as in redis://:password@host (default: BATCHWISE_QUEUE, or
                       none: all in this process); npm run worker starts one, docs/many-machines.md says more

  --command "…"        the program with its arguments, without a shell; {batchSize}, {learningRate} and {seed} are
                       filled in. Beside it: --sizes, --devices, --time-limit, --silence, --folder, --name, and
                       --budget (default none), --optimizer, --current, --rate, --margin, --memory, --out, --plan, --seed
  --sizes LOW..HIGH    batch sizes to try (default all for data, 8..512 for a program)
  --devices 0,1        CUDA devices, each of which serves one training at a time (default: one at a time)
  --time-limit TIME    most that one training may take (default 1h)
  --silence TIME       most that it may be without an evaluation (default 10m)
  --folder FOLDER      where the program runs (default here)
  --name NAME          of its folder below --out (default that of the program's folder and file)
`;

const OPTIMIZERS = ["adam", "sgd", "momentum", "adamw", "rmsprop", "nesterov"];
const METRICS = ["accuracy", "balancedAccuracy", "logLoss", "rmse"];
const string = { type: /** @type {const} */ ("string") };

/**
 * @typedef {object} ChosenProgram
 * @property {string} command
 * @property {string} folder
 * @property {string | undefined} plan
 * @property {string | undefined} [queue]
 * @property {import("../../lib/dist/advise/index.js").AdviseProgramOptions} options
 */

/**
 * @typedef {object} Chosen
 * @property {undefined} [command]
 * @property {string} file
 * @property {string} folder
 * @property {string | undefined} plan
 * @property {string | undefined} [queue]
 * @property {string | undefined} layers where a model of tfjs layers lies
 * @property {import("../../lib/dist/data/index.js").ExampleOptions} reading
 * @property {import("../../lib/dist/advise/index.js").AdviseOptions} options
 */

/**
 * The options of the command, checked.
 * @param {readonly string[]} args
 * @returns {"help" | Chosen | ChosenProgram}
 */
export function adviseOptions(args) {
  const { values, positionals } = parse(args);
  if (values.help || args.length === 0) return "help";
  if (values.command !== undefined) {
    if (positionals.length > 0)
      refuse("name a file or a --command, not both", positionals.join(" "));
    return {
      ...programOptions(values.command, values, commonOptions(values)),
      queue: values.queue,
    };
  }
  const [file] = positionals;
  if (positionals.length !== 1)
    refuse("name one file", positionals.length === 0 ? "none" : positionals.join(" "));
  const name = basename(resolve(file), extname(file));
  return {
    file,
    folder: join(values.out ?? "advice", name),
    plan: values.plan,
    queue: values.queue,
    layers: values.model && isFile(values.model) ? values.model : undefined,
    reading: readingOptions(file, values, { refuse, among }),
    options: {
      ...commonOptions(values),
      ...(values.model && !isFile(values.model) && { model: modelOf(values.model) }),
      ...(values.metric && { metric: among("--metric", values.metric, METRICS) }),
      ...(values.prepare && {
        prepare: among("--prepare", values.prepare, ["standardized", "centred", "raw"]),
      }),
      ...budgetOf(values),
    },
  };
}

/** What data and programs have in common. @param {Readonly<Record<string, string | undefined>>} values */
function commonOptions(values) {
  return {
    ...(values.optimizer && { optimizer: among("--optimizer", values.optimizer, OPTIMIZERS) }),
    ...(values.margin && { margin: numberOf("--margin", values.margin, 0) }),
    ...(values.current && { current: wholeOf("--current", values.current, 1) }),
    ...(values.rate && { currentRate: numberOf("--rate", values.rate, Number.MIN_VALUE) }),
    ...(values.memory && { memory: bytesOf(values.memory) }),
    ...(values.sizes && { sizes: sizesOf(values.sizes) }),
    ...(values.seed && { seed: wholeOf("--seed", values.seed, 0) }),
  };
}

/** @param {Readonly<Record<string, string | undefined>>} values */
function budgetOf({ epochs, steps, budget }) {
  if (epochs !== undefined && steps !== undefined)
    refuse("give --epochs or --steps, not both", `--epochs ${epochs} --steps ${steps}`);
  if (!(budget || epochs || steps)) return {};
  return {
    budget: {
      ...(budget && { seconds: secondsOf(budget) }),
      ...(epochs && { epochs: numberOf("--epochs", epochs, Number.MIN_VALUE) }),
      ...(steps && { steps: wholeOf("--steps", steps, 1) }),
    },
  };
}

/** @param {string} text @returns {readonly [number, number]} */
function sizesOf(text) {
  const [, low, high] = /^([1-9]\d*)\.\.([1-9]\d*)$/.exec(text) ?? [];
  if (!(Number(low) < Number(high))) refuse("--sizes must be two sizes, as in 8..512", text);
  return [Number(low), Number(high)];
}

/** @param {readonly string[]} args */
function parse(args) {
  const names =
    "label,budget,epochs,steps,model,optimizer,metric,margin,current,rate,memory,prepare";
  const more =
    "problem,split,group,sheet,image-size,categories,ignore,missing,out,plan,seed,command,sizes,devices,time-limit,silence,folder,name,queue";
  const options = Object.fromEntries(`${names},${more}`.split(",").map((name) => [name, string]));
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...options, "no-header": { type: "boolean" }, help: { type: "boolean" } },
    });
    return { values: /** @type {Record<string, string | undefined>} */ (values), positionals };
  } catch (error) {
    throw new Error(
      `advise: ${error instanceof Error ? error.message : error}. The options are --${`${names},${more}`.replaceAll(",", ", --")}; --help says more.`,
    );
  }
}

/** A path, not the name of a model of the library. @param {string} text */
function isFile(text) {
  return existsSync(text);
}

/** @param {string} text @returns {import("../../lib/dist/nn/index.js").ModelSpec} */
function modelOf(text) {
  const [kind, rest, ...others] = text.split(":");
  const sizes = rest?.split(",").map(Number) ?? [];
  const whole = sizes.length > 0 && sizes.every((size) => Number.isInteger(size) && size > 0);
  if (text === "linear") return { kind: "linear" };
  if (kind === "mlp" && whole && others.length === 0) return { kind: "mlp", hidden: sizes };
  if (kind === "cnn" && whole && others.length === 0) return { kind: "cnn", filters: sizes };
  return refuse(
    "--model must be linear, mlp:128,64, cnn:8,16 or the folder of a tf.LayersModel",
    text,
  );
}

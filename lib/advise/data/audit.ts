import { createHash } from "node:crypto";
import { type Dataset, featuresOf } from "../../data/dataset.js";
import { mean, standardDeviation } from "../../stats/describe.js";
import type { Advice } from "../advice.js";
import type { Metric } from "../metric.js";
import type { MetricName, Problem } from "../request.js";
import { findColumns } from "./columns.js";

/** What the data are like, before anything is trained. */
export interface Audit {
  readonly problem: Problem;
  readonly metric: Metric;
  /** The label, where it is a number. */
  readonly label: Advice["label"];
  /** Points of guessing: always the most frequent class, the classes' shares, or the mean; `null` where nobody knows. */
  readonly baseline: number | null;
  /** Points below which these examples cannot show a difference: six examples, see `SIX`. */
  readonly smallestDifference: number;
  /** Each a sentence. */
  readonly notes: readonly string[];
}

/** What is said of data or a program before anything is trained. */
export type Looked = Omit<Audit, "metric">;

/** Examples that one of two models has to get right alone, and the other none, before a sign test finds p < .05. */
const SIX = 6;
const TINY_CLASS = 10;
const DOMINANT = 0.6;

/**
 * Looks the data over.
 * @param open examples that are not sealed: all of them are tested sooner or later
 */
export function audit(
  data: Dataset,
  open: number,
  options: {
    readonly metric?: MetricName | undefined;
    readonly features?: readonly string[] | undefined;
  },
): Audit {
  const columns = data.shape.length === 1 ? columnNotes(data, options.features) : [];
  const notes = [...repeated(data), ...(data.notes ?? [])];
  const smallestDifference = (100 * SIX) / open;
  const { target } = data;
  if (target) {
    const deviation = target.scale * standardDeviation([...target.values]);
    return {
      problem: "regression",
      metric: {
        name: "rmse",
        guessLoss: mean(target.values.map((value) => value ** 2)),
        deviation,
      },
      label: { name: target.name, deviation },
      baseline: 100,
      smallestDifference,
      notes: [...notes, ...columns],
    };
  }
  const counts = data.classes
    .map((name, id) => ({ name, n: data.y.reduce((sum, label) => sum + Number(label === id), 0) }))
    .filter(({ n }) => n > 0);
  const largest = counts.reduce((a, b) => (b.n > a.n ? b : a));
  const share = largest.n / data.n;
  const tiny = counts.filter(({ n }) => n < TINY_CLASS);
  const unbalanced = tiny.length > 0 && share > DOMINANT;
  const name = options.metric ?? (unbalanced ? "balancedAccuracy" : "accuracy");
  if (tiny.length > 0)
    notes.push(
      `${list(tiny.map((one) => `${quote(one.name)} (${one.n})`))}: fewer than ${TINY_CLASS} examples, so nothing is said on single classes`,
    );
  if (options.metric === undefined && unbalanced)
    notes.push(
      `${quote(largest.name)} has ${(100 * share).toFixed(0)} % of the examples and another class is tiny: compared by balanced accuracy, the mean over classes`,
    );
  const guessLoss = counts.reduce((sum, { n }) => sum - (n / data.n) * Math.log(n / data.n), 0);
  return {
    problem: "classification",
    metric: { name, guessLoss, deviation: Number.NaN },
    label: null,
    baseline: baselineOf(name, { share, classes: counts.length }),
    smallestDifference,
    notes: [...notes, ...columns],
  };
}

function baselineOf(
  name: MetricName,
  { share, classes }: { readonly share: number; readonly classes: number },
): number {
  if (name === "accuracy") return 100 * share;
  return name === "balancedAccuracy" ? 100 / classes : 100;
}

function columnNotes(data: Dataset, features: readonly string[] | undefined): string[] {
  const { constant, identifiers, leaking } = findColumns(data, features);
  const notes: string[] = [];
  if (constant.length > 0)
    notes.push(`${columns(constant)} the same value everywhere and can be left out`);
  for (const name of identifiers)
    notes.push(
      `column ${quote(name)} looks like an identifier or a time: its numbers count the rows; leave it out unless it means something (--ignore)`,
    );
  for (const name of leaking)
    notes.push(
      `column ${quote(name)} tells the ${data.target ? "label" : "class"} all by itself: if it is not known before the ${data.target ? "label" : "class"} is, leave it out (--ignore), or every figure here is too good`,
    );
  return notes;
}

function repeated(data: Dataset): string[] {
  const width = featuresOf(data);
  const bytes = Buffer.from(data.x.buffer, data.x.byteOffset, data.x.byteLength);
  const labels = new Map<string, number>();
  let [again, otherwise] = [0, 0];
  for (let i = 0; i < data.n; i++) {
    const row = bytes.subarray(4 * i * width, 4 * (i + 1) * width);
    // Long rows by their hash: as texts they would take as much memory again as the data.
    const key =
      width <= 16 ? row.toString("latin1") : createHash("sha1").update(row).digest("base64");
    const label = labels.get(key);
    const own = data.target ? data.target.values[i] : data.y[i];
    if (label === undefined) labels.set(key, own);
    else if (label === own) again++;
    else otherwise++;
  }
  const notes: string[] = [];
  if (again > 0)
    notes.push(
      `${again} of ${data.n} examples repeat an earlier one, so that training and test share some: accuracies are too good by that`,
    );
  if (otherwise > 0)
    notes.push(
      `${otherwise} of ${data.n} examples have the features of another with a different ${data.target ? "label" : "class"}: no model can get all right`,
    );
  return notes;
}

const MOST_NAMED = 8;

function columns(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map(quote);
  const more = names.length - shown.length;
  const all = more > 0 ? `${shown.join(", ")} and ${more} more` : list(shown);
  return names.length === 1 ? `column ${all} has` : `columns ${all} have`;
}

/** A name as it stands in a sentence. */
export function quote(name: string): string {
  return JSON.stringify(name);
}

function list(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Rng } from "batchwise";
import { benchPython, ROOT } from "./environment.mjs";
import { geometricMean, median, short } from "./statistics.mjs";
import { describeMachine, markdownTable } from "./table.mjs";
import { startWorkers } from "./worker.mjs";

/** Directions beside the noise in which the data vary, and the share of noise. */
const DIRECTIONS = 20;
const NOISE = 0.5;
const LEVELS = 17;

/** @typedef {{ what: string, n: number, features: number, components?: number, iterations?: number, levels?: number }} Task */

/** @type {readonly (Task & { case: string })[]} */
const CASES = [
  { what: "pca", n: 8000, features: 784, components: 50 },
  { what: "pca", n: 1000, features: 784, components: 50 },
  { what: "pca", n: 60000, features: 784, components: 50 },
  { what: "pca", n: 2000, features: 5000, components: 50 },
  { what: "tsne", n: 3000, features: 50, iterations: 500 },
  { what: "mutualInformation", n: 10000, features: 64 },
  { what: "mutualInformation", n: 10000, features: 64, levels: LEVELS },
].map((task) => ({ case: nameOf(task), ...task }));

const QUICK = /1000×784|mutualInformation/;

/** @param {Task} task */
function nameOf({ what, n, features, components, iterations, levels }) {
  const details = [
    components && `→ ${components}`,
    iterations && `${iterations} iterations`,
    levels && `${levels} levels`,
  ];
  return [what, `${n}×${features}`, ...details.filter(Boolean)].join(" ");
}

/**
 * The data of a case, made once: n × features float32, then n class ids of int32, little-endian.
 * @param {Task} task
 */
export function featureFile({ n, features, levels }) {
  const folder = join(ROOT, ".cache", "bench");
  const file = join(folder, `features-${n}x${features}${levels ? `-${levels}` : ""}.bin`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const rng = Rng.fromSeed(1);
  const normal = (length) => Float64Array.from({ length }, () => rng.normal());
  const loadings = normal(DIRECTIONS * features);
  const x = new Float32Array(n * features);
  const y = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const scores = normal(DIRECTIONS).map((score, k) => score / Math.sqrt(k + 1));
    y[i] = (scores[0] > 0 ? 1 : 0) + (scores[1] > 0 ? 2 : 0);
    for (let j = 0; j < features; j++) {
      let value = NOISE * rng.normal();
      for (let k = 0; k < DIRECTIONS; k++) value += scores[k] * loadings[k * features + j];
      x[i * features + j] =
        levels === undefined
          ? value
          : Math.max(0, Math.min(levels - 1, Math.round(levels / 2 + 2 * value)));
    }
  }
  writeFileSync(file, Buffer.concat([Buffer.from(x.buffer), Buffer.from(y.buffer)]));
  return file;
}

/**
 * The feature benchmark: seconds of one PCA, t-SNE or estimate of information, beside scikit-learn's.
 * @param {{ quick: boolean, filter: RegExp, subjects: RegExp, rounds: number }} options
 */
export async function benchFeatures({ quick, filter, subjects, rounds }) {
  const cases = CASES.filter((c) => filter.test(c.case) && (!quick || QUICK.test(c.case)));
  if (cases.length === 0)
    throw new Error(`bench: --cases ${filter.source} must match a case, got none`);
  const commands = {
    "scikit-learn": [await benchPython(), "sklearn_features.py"],
    Batchwise: [process.execPath, "batchwise_features.mjs"],
  };
  const wanted = Object.entries(commands).filter(([name]) => subjects.test(name));
  const { workers, versions } = await startWorkers(Object.fromEntries(wanted));
  const rows = [];
  try {
    for (const task of cases) {
      const request = { ...task, file: featureFile(task) };
      const times = new Map(
        [...workers.keys()].map((name) => [name, /** @type {number[]} */ ([])]),
      );
      // The round before the first reads the data and warms up.
      for (let round = -1; round < rounds; round++)
        for (const [name, worker] of workers) {
          const { seconds } = await worker.ask(request);
          if (round >= 0) times.get(name)?.push(seconds);
        }
      for (const [subject, seconds] of times)
        rows.push({ case: task.case, subject, seconds: median(seconds) });
      console.error(
        `${task.case}: s ${[...times].map(([name, s]) => `${name} ${short(median(s))}`).join(", ")}`,
      );
    }
  } finally {
    for (const worker of workers.values()) worker.close();
  }
  return { rows, report: report(rows, { versions, rounds }) };
}

/**
 * @param {readonly { case: string, subject: string, seconds: number }[]} rows
 * @param {{ versions: Record<string, string>, rounds: number }} about
 */
function report(rows, { versions, rounds }) {
  const ratios = [];
  const lines = [...new Set(rows.map((r) => r.case))].map((name) => {
    const of = (subject) => rows.find((r) => r.case === name && r.subject === subject)?.seconds;
    const [theirs, ours] = [of("scikit-learn"), of("Batchwise")];
    const ratio = theirs === undefined || ours === undefined ? undefined : ours / theirs;
    if (ratio !== undefined) ratios.push(ratio);
    return [name, short(theirs), short(ours), short(ratio)];
  });
  const mean =
    ratios.length > 0 ? ` Geometric mean of the ratios: ${short(geometricMean(ratios))}.` : "";
  return [
    `Seconds, medians of ${rounds} rounds in which the subjects take turns. PCA is fitted to the training data; scikit-learn has its defaults and float64 data, Batchwise computes in float64 on float32 data.${mean}`,
    describeMachine(versions),
    "",
    markdownTable(["task", "scikit-learn", "Batchwise", "Batchwise ÷ scikit-learn"], lines),
  ].join("\n");
}

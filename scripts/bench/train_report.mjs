import { productFlops } from "./products.mjs";
import { geometricMean, short } from "./statistics.mjs";
import { describeMachine, markdownTable } from "./table.mjs";

const SUBJECTS = ["tfjs fit", "Keras fit", "PyTorch", "torch vmap", "Batchwise"];

/** @typedef {{ case: string, subject: string, model: string, optimizer: string, batchSize: number | "full", k: number, microsPerModelStep: number }} Row */

/**
 * Ratios of two subjects' times over the cases that both have.
 * @param {readonly Row[]} rows
 * @param {(row: Row) => boolean} mine
 * @param {(row: Row) => boolean} theirs
 * @param {(batchSize: number | "full") => boolean} sizes
 */
function ratios(rows, mine, theirs, sizes) {
  return rows
    .filter((r) => mine(r) && sizes(r.batchSize))
    .flatMap((r) => {
      const other = rows.find(
        (o) =>
          theirs(o) &&
          o.model === r.model &&
          o.optimizer === r.optimizer &&
          o.batchSize === r.batchSize,
      );
      return other === undefined ? [] : [r.microsPerModelStep / other.microsPerModelStep];
    });
}

/** @param {readonly Row[]} rows */
function ratioTable(rows) {
  const is = (subject, k) => (r) => r.subject === subject && r.k === k;
  const upTo = (limit) => (size) => size !== "full" && size <= limit;
  const one = (a, b, sizes = () => true, said = "") => [
    `${a} / ${b}, one model${said}`,
    ...[is(a, 1), is(b, 1), sizes],
  ];
  const populations = [...new Set(rows.map(({ k }) => k))].filter((k) => k > 1);
  const comparisons = [
    one("Batchwise", "PyTorch"),
    one("Batchwise", "Keras fit"),
    one("Batchwise", "tfjs fit", upTo(128), ", B ≤ 128"),
    ...populations.flatMap((k) => [
      [`Batchwise / torch vmap, K = ${k}`, is("Batchwise", k), is("torch vmap", k), () => true],
      ...["Batchwise", "torch vmap"].map((subject) => [
        `${subject} K = ${k} / PyTorch one at a time, B ≤ 32`,
        ...[is(subject, k), is("PyTorch", 1), upTo(32)],
      ]),
    ]),
    one("tfjs fit", "PyTorch"),
    one("Keras fit", "PyTorch"),
  ];
  const lines = comparisons.flatMap((comparison) => {
    const [name, mine, theirs, sizes] =
      /** @type {[string, (row: Row) => boolean, (row: Row) => boolean, (batchSize: number | "full") => boolean]} */ (
        comparison
      );
    const values = ratios(rows, mine, theirs, sizes);
    if (values.length === 0) return [];
    return [
      [
        name,
        short(geometricMean(values)),
        short(Math.min(...values)),
        short(Math.max(...values)),
        String(values.length),
      ],
    ];
  });
  return markdownTable(["ratio of times", "geometric mean", "least", "most", "cases"], lines);
}

/** Share of the machine's own matrix-product rate that a full-batch step of one model reaches. */
function productTable(rows, products) {
  const lines = [...products].flatMap(([model, { n, times }]) => {
    if (times.size === 0) return [];
    const full = rows.filter((r) => r.model === model && r.k === 1 && r.batchSize === "full");
    const layers = model.split("-").map(Number);
    const best = Math.min(...times.values());
    const gigaflops = (seconds) => short(productFlops(n, layers) / seconds / 1e9);
    const alone = [...times].map(([library, seconds]) => [
      model,
      `${library} alone`,
      short(seconds * 1e6),
      gigaflops(seconds),
      short((100 * best) / seconds),
    ]);
    const steps = full.map((r) => {
      const seconds = r.microsPerModelStep / 1e6;
      return [
        model,
        `${r.subject}, ${r.optimizer}`,
        short(r.microsPerModelStep),
        gigaflops(seconds),
        short((100 * best) / seconds),
      ];
    });
    return [...alone, ...steps];
  });
  if (lines.length === 0) return [];
  const table = markdownTable(
    ["full batch of", "matrix products", "µs", "GFLOP/s", "% of the best"],
    lines,
  );
  return ["", table];
}

/**
 * The report in Markdown: times, ratios, share of the matrix-product rate, and the machine.
 * @param {readonly Row[]} rows
 * @param {{ versions: Record<string, string>, products: Map<string, { n: number, times: Map<string, number> }>, rounds: number }} about
 */
export function trainReport(rows, { versions, products, rounds }) {
  const subjects = SUBJECTS.filter((s) => rows.some((r) => r.subject === s));
  const names = [...new Set(rows.map((r) => r.case))];
  const lines = names.map((name) => {
    const of = rows.filter((r) => r.case === name);
    const [{ model, optimizer, batchSize, k }] = of;
    const time = (s) => short(of.find((r) => r.subject === s)?.microsPerModelStep);
    return [model, optimizer, String(batchSize), String(k), ...subjects.map(time)];
  });
  return [
    `Microseconds for each step of each model, medians of ${rounds} rounds in which the subjects take turns.`,
    describeMachine(versions),
    "",
    markdownTable(["model", "optimizer", "batch size", "models", ...subjects], lines),
    "",
    ratioTable(rows),
    ...productTable(rows, products),
  ].join("\n");
}

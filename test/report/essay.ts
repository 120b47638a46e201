/** A notebook in the house style with invented numbers: what a report looks like. */
import { code, figure, type Notebook, notebook, prose, shown, stream } from "./notebooks.js";

const sizes = [1, 8, 32, 128, 1024];
const colours = ["#4c78a8", "#e0722f", "#3f9b62", "#b5539c", "#8a6d3b"];
const epochs = Array.from({ length: 30 }, (_, epoch) => epoch + 1);
const loss = (size: number, epoch: number): number =>
  0.05 + 2.2 * Math.exp(-epoch / (2 + 1.6 * Math.log2(size + 1))) + 0.004 * Math.sin(epoch * size);

const curves = figure(
  sizes.map((size, i) => ({
    type: "scatter",
    mode: "lines",
    name: `B = ${size}`,
    x: epochs,
    y: epochs.map((epoch) => loss(size, epoch)),
    line: { color: colours[i], width: 2 },
  })),
  {
    title: { text: "Smaller batches learn more from each epoch" },
    xaxis: { title: { text: "epoch" } },
    yaxis: { title: { text: "validation log loss (nats)" }, type: "log" },
  },
  "Validation log loss against epochs, by batch size",
);

const rates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
const heat = figure(
  [
    {
      type: "heatmap",
      x: rates.map(String),
      y: sizes.map(String),
      z: sizes.map((size) =>
        rates.map((rate) => 0.975 - 0.05 * Math.log10(rate / (0.004 * Math.sqrt(size))) ** 2),
      ),
      colorscale: "Viridis",
      colorbar: { title: { text: "accuracy" }, tickformat: ".2f" },
    },
  ],
  {
    title: { text: "The best learning rate grows with the batch size" },
    xaxis: { title: { text: "learning rate" }, type: "category" },
    yaxis: { title: { text: "batch size" }, type: "category" },
  },
  "Validation accuracy by learning rate and batch size",
);

const seconds = [9.1, 2.2, 1.1, 0.8, 0.9];
const scatter = figure(
  [
    {
      type: "scatter",
      mode: "markers+text",
      x: seconds,
      y: sizes.map((_, i) => 0.978 - 0.004 * i ** 1.3),
      text: sizes.map((size) => `B = ${size}`),
      textposition: "top center",
      cliponaxis: false,
      error_y: { type: "data", array: sizes.map((_, i) => 0.003 + 0.001 * i), color: "#222222" },
      marker: { size: 9, color: "#222222" },
    },
  ],
  {
    title: { text: "What a second of training buys" },
    height: 420,
    showlegend: false,
    xaxis: { title: { text: "seconds to the end of the budget" }, type: "log" },
    yaxis: { title: { text: "test accuracy, 95 % interval" }, tickformat: ".3f" },
  },
  "Test accuracy against seconds, by batch size",
);

const rows = sizes
  .map(
    (size, i) =>
      `<tr><td>${size}</td><td>${rates[i + 1]}</td><td>${(0.978 - 0.004 * i).toFixed(3)} ± ${(0.003 + 0.001 * i).toFixed(3)}</td><td>${Math.round(40_000 / size).toLocaleString("en")}</td><td>${seconds[i]} s</td></tr>`,
  )
  .join("");
const table = shown({
  "text/html": `<table><caption>Results after 30 epochs, ten seeds</caption><thead><tr><th>batch size</th><th>learning rate</th><th>test accuracy</th><th>updates</th><th>time</th></tr></thead><tbody>${rows}</tbody></table>`,
  "text/plain": "batchSize  learningRate  …",
});

const run = shown({
  "application/vnd.batchwise.run+json": {
    profile: "quick",
    seeds: "0–9",
    versions: {
      Node: "20.20.2",
      "tfjs-node": "4.22.0",
      TensorFlow: "2.21.0",
      batchwise: "0.1.0",
      tslab: "1.0.22",
    },
  },
  "text/plain": "quick profile, seeds 0–9",
});

export const essay = (): Notebook =>
  notebook([
    prose(`# SGD, mini-batch and full batch

> On the 8×8 digits a batch of 32 reaches the accuracy of single examples in an eighth of the time; beyond 128 nothing is gained.

A batch is the set of examples whose mean gradient makes one update. Its size decides how noisy that gradient is, how many updates an epoch holds, and how well the machine is used. These three pull in different directions, and *which of them wins* is a question for an experiment.`),
    code(
      `import { batches, digits, lossCurve, Rng, split, train } from "batchwise";\nconst settings = { profile: "quick", seeds: 10 };`,
      [run],
    ),
    prose(`## Question

Does the batch size change what is learnt, or only how fast? The gradient of a batch $\\mathcal{B}$ of $B$ examples is an unbiased estimate of the full one,

$$
g_B = \\frac{1}{B} \\sum_{i \\in \\mathcal{B}} \\nabla \\ell_i(\\theta), \\qquad
\\operatorname{Var}[g_B] = \\frac{\\sigma^2}{B}\\left(1 - \\frac{B}{n}\\right),
$$

so a batch four times as large halves the noise $\\sigma / \\sqrt{B}$ at four times the price. We predict that the best learning rate grows like $\\sqrt{B}$ while noise dominates.`),
    prose(`## Data

The 1,797 digits of \`optdigits\`, split by seed into train, valid and test. Paths such as \`$HOME/data\` and prices of \`$5\` stay as they are.`),
    code(
      `const data = await digits();\nconst splits = split(data, { seed: 7, valid: 0.15, test: 0.15 });\nconsole.log(splits.train.n, splits.valid.n, splits.test.n);`,
      [stream("1257 270 270\n")],
    ),
    prose(
      "## Method\n\nEvery batch size gets its own learning rate from the same grid:\n\n- the grid is logarithmic, seven points;\n- the choice is made on *valid*, never on *test*;\n- a run that diverges counts as a result.\n\nThe longest cell is folded.",
    ),
    code(
      `const grid = sizes.flatMap((batchSize) =>\n  rates.map((learningRate) => ({\n    model: { kind: "mlp", hidden: [32] },\n    optimizer: { kind: "sgd", learningRate },\n    batchSize,\n    budget: { epochs: 30 },\n    seed: 1,\n  })),\n);\n\n// One row for each run, in the order of the grid.\nconst rows: Row[] = [];\nfor await (const row of sweep(grid, run)) {\n  rows.push(row);\n}\nrows.length;`,
      [stream("35\n")],
      { batchwise: { seconds: 31.2 } },
    ),
    prose("## Run\n\nThe loss of each batch size, at the learning rate that suits it best."),
    code('lossCurve(rows, { against: "epochs", log: true });', [curves]),
    prose(
      "The curves part at once, and in the order of the batch sizes. Per epoch, the small batch wins; per second the order is another, as we shall see.",
    ),
    code("accuracyMap(rows);", [heat], { batchwise: { seconds: 1.4 } }),
    prose("## Result"),
    code("results.table();", [table]),
    prose("Eight times the batch costs little accuracy and an eighth of the updates."),
    code("accuracyAgainstSeconds(results);", [scatter]),
    prose(
      "## Limits\n\nOne data set, one small network, two cores. A larger model moves the point where the machine is full.\n\n## Summary\n\n1. Noise, not arithmetic, sets the useful batch size here.\n2. The learning rate must move with it.",
    ),
  ]);

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import {
  type ConfigOf,
  defineSpace,
  gridSearch,
  loadDigits,
  logUniform,
  Rng,
  randomSearch,
  successiveHalving,
  type TrainConfig,
  type Trial,
  train,
} from "batchwise";
import { centredSplits } from "batchwise/dist/experiment/preparation.js";
import { medianCells } from "batchwise/rows";
import type { Ask, Evaluate, TrialOutcome } from "batchwise/search";
import {
  bestSoFar,
  confirmSearches,
  runSearches,
  type Searches,
  type SearchRun,
  searchCurve,
  stopAndResume,
  trainOnce,
  trialsOf,
  winnerWithin,
} from "batchwise/study";

const folder = mkdtempSync(join(tmpdir(), "batchwise-searches-"));
after(() => rmSync(folder, { recursive: true }));

const data = loadDigits();
const space = defineSpace({ rate: logUniform(0.001, 1) });
type Config = ConfigOf<typeof space>;
const toConfig = ({ rate }: Config): TrainConfig => ({
  model: { kind: "linear" },
  optimizer: { kind: "sgd", learningRate: rate },
  batchSize: 64,
  budget: { epochs: 99 },
  seed: 99,
});
const epochs = 3;
const seed = 4;

/** The outcomes of some questions by themselves, as no search asked them. */
async function outcomesOf(
  evaluate: Evaluate<Config>,
  asks: readonly Ask<Config>[],
): Promise<TrialOutcome[]> {
  const outcomes: TrialOutcome[] = [];
  const given = evaluate(asks, { signal: undefined });
  assert.ok(Symbol.asyncIterator in given);
  for await (const [i, outcome] of given) outcomes[i] = Object(outcome);
  return outcomes;
}

/** Trains as long as was asked for and no longer. */
const asAsked: Evaluate<Config> = (asks) =>
  Promise.all(
    asks.map(async ({ config, resource }) => {
      const made = { ...toConfig(config), budget: { epochs: resource }, seed };
      const { history } = await train(centredSplits(data, seed), made);
      return history[history.length - 1].validLoss;
    }),
  );

test("a search on trainings that were made once is the search that trains as long as it asks for", async () => {
  const options = { seed: 1, trials: 6, maxResource: epochs, eta: 3 };
  const { evaluate } = trainOnce(data, { toConfig, seed, epochs });
  const shared = await successiveHalving(space, evaluate, options);
  const alone = await successiveHalving(space, asAsked, options);
  const scores = (trials: readonly Trial<Config>[]): unknown =>
    trials.map(({ id, config, resource, score }) => ({ id, config, resource, score }));
  assert.deepEqual(scores(shared.trials), scores(alone.trials));
  assert.ok(shared.trials.some(({ resource }) => resource === 1));
  for (const { info, resource } of shared.trials)
    assert.equal(Object(info)["seconds"].length, resource);
});

test("a config that was trained, or remembered from a journal, is not trained again", async () => {
  const { evaluate, remember } = trainOnce(data, { toConfig, seed, epochs });
  const info = { validLoss: [3, 2, 1], validAccuracy: [0, 0, 1], seconds: [1, 2, 3] };
  const config = { rate: 0.5 };
  remember([{ id: 0, config, resource: epochs, score: 1, info }]);
  assert.deepEqual(await outcomesOf(evaluate, [{ id: 8, config, resource: 2 }]), [
    { score: 2, info: { validLoss: [3, 2], validAccuracy: [0, 0], seconds: [1, 2] } },
  ]);
});

test("a training that diverges scores Infinity from then on, and says so", async () => {
  const wild = (): TrainConfig => ({
    ...toConfig({ rate: 1e30 }),
    model: { kind: "mlp", hidden: [8] },
  });
  const { evaluate } = trainOnce(data, { toConfig: wild, seed, epochs });
  const [outcome] = await outcomesOf(evaluate, [{ id: 0, config: { rate: 1 }, resource: 3 }]);
  assert.equal(outcome.score, Number.POSITIVE_INFINITY);
  assert.equal(outcome.reason, "diverged");
});

test("rates that change during the training, and more epochs than there are, are refused", async () => {
  const cosine = (config: Config): TrainConfig => ({
    ...toConfig(config),
    schedule: { kind: "cosine" },
  });
  const ask = { id: 0, config: { rate: 0.1 }, resource: 4 };
  const asked = async (make: typeof toConfig): Promise<unknown> =>
    outcomesOf(trainOnce(data, { toConfig: make, seed, epochs }).evaluate, [ask]);
  await assert.rejects(asked(cosine), /toConfig must give constant rates and no early stopping/);
  await assert.rejects(asked(toConfig), /trainOnce: resource must be at most epochs, got 4/);
});

/** A trial whose training takes a second for each epoch. */
function made(id: number, resource: number, score: number): Trial<Config> {
  const seconds = Array.from({ length: resource }, (_, i) => i + 1);
  const zeros = seconds.map(() => 0);
  const info = { validLoss: zeros, validAccuracy: zeros, seconds };
  return { id, config: { rate: id }, resource, score, info };
}

function madeRun(trials: readonly Trial<Config>[], seed = 0, search = "made"): SearchRun<Config> {
  return {
    search,
    seed,
    overlap: 0.25,
    result: { best: trials[0], trials, last: trials, spent: 0 },
  };
}

test("a config that is evaluated again costs what was added, and the best never rises", () => {
  const curve = searchCurve(
    madeRun([made(0, 1, 9), made(1, 1, 7), made(1, 4, 8), made(2, 1, Infinity), made(0, 2, 5)])
      .result,
    { epochs: 4 },
  );
  assert.deepEqual(
    curve.map(({ trainings }) => trainings),
    [0.25, 0.5, 1.25, 1.5, 1.75],
  );
  assert.deepEqual(
    curve.map(({ seconds }) => seconds),
    [1, 2, 5, 6, 7],
  );
  assert.deepEqual(
    curve.map(({ best }) => best),
    [9, 7, 7, 7, 5],
  );
});

test("the winner is the best of those trained longest within the cost", () => {
  const run = madeRun([made(0, 2, 5), made(1, 2, 6), made(2, 1, 1), made(1, 4, 4), made(3, 4, 3)]);
  const winner = (trainings: number): number => winnerWithin(run, { trainings, epochs: 4 }).id;
  assert.equal(winner(1), 0);
  assert.equal(winner(1.3), 0);
  assert.equal(winner(1.75), 1);
  assert.equal(winner(2.75), 3);
  assert.throws(() => winner(0.1), /made must have a finite score by then/);
});

test("the best so far is the geometric mean over repeats, from the cost on at which all have one", () => {
  const runs = [
    madeRun([made(0, 1, Infinity), made(1, 1, 4), made(2, 2, 1)], 0),
    madeRun([made(0, 1, 9), made(1, 1, 16), made(2, 2, 1)], 1),
  ];
  const options = { searches: ["made"], epochs: 1, rng: Rng.fromSeed(1), points: 4 };
  for (const cost of ["trainings", "seconds"] as const) {
    const rows = bestSoFar(runs, { ...options, cost, trainings: 4 });
    assert.deepEqual(
      rows.map((row) => [row.cost, Number(row.best.toFixed(9))]),
      [
        [2, 6],
        [3, 6],
        [4, 1],
      ],
    );
    assert.ok(rows.every(({ best, low, high }) => low <= best && best <= high));
  }
  // Two values: half the range times √(1 + n · overlap) times Student's quantile with one degree of freedom.
  const [first] = bestSoFar(runs, { ...options, cost: "trainings", trainings: 4 });
  const half = (Math.log(9 / 4) / 2) * Math.sqrt(1 + 2 * 0.25) * Math.tan(Math.PI * 0.475);
  assert.ok(Math.abs(Math.log(first.high / first.best) - half) < 1e-9);
  const cut = bestSoFar(runs, { ...options, cost: "trainings", trainings: 2 });
  assert.deepEqual([...new Set(cut.map((row) => row.cost))].pop(), 2);
});

test("cells hold the median of what falls into them, between equal factors", () => {
  const row = (y: number, loss: number): object => ({ x: 1, y, loss });
  const rows = [row(1, 5), row(2, 1), row(3, 3), row(50, Infinity), row(100, 2)];
  assert.deepEqual(
    medianCells(rows, { x: "x", y: "y", value: "loss", cells: 2 }).map(({ y, n, median }) => [
      Number((y ** 4).toPrecision(6)),
      n,
      median,
    ]),
    [
      [100, 3, 3],
      [1e6, 2, Infinity],
    ],
  );
  assert.throws(
    () => medianCells([{ x: "full", y: 1, s: 1 }], { x: "x", y: "y", value: "s", cells: 2 }),
    /column "x" must hold numbers, got "full"/,
  );
});

const whole = { trials: 3, resource: epochs };
const searches: Searches<Config> = {
  random: (f, o) => randomSearch(space, f, { ...o, ...whole }),
  grid: (f, o) => gridSearch(space, f, { ...o, resource: epochs, points: 2 }),
};

test("searches are journalled one by one, go on from there, and their winners are confirmed", async () => {
  const options = { toConfig, examples: [{ rate: 0.1 }], seeds: [1, 2], epochs };
  const journals = join(folder, "all");
  const runs = await runSearches(data, searches, { ...options, journals });
  assert.deepEqual(readdirSync(journals).sort(), [
    "grid-1.jsonl",
    "grid-2.jsonl",
    "random-1.jsonl",
    "random-2.jsonl",
  ]);
  // The journals hold the seconds of the first run, which another run would not repeat.
  assert.deepEqual(await runSearches(data, searches, { ...options, journals }), runs);
  const other = (config: Config): TrainConfig => ({ ...toConfig(config), batchSize: 32 });
  await assert.rejects(runSearches(data, searches, { ...options, toConfig: other, journals }), {
    name: "JournalError",
    message: /experiment is/,
  });
  const [shaped, named] = [
    { ...data, shape: [64] },
    { ...data, classes: [...data.classes, "none"] },
  ];
  for (const others of [shaped, named])
    await assert.rejects(runSearches(others, searches, { ...options, journals }), {
      name: "JournalError",
    });
  assert.equal(trialsOf(runs, "random").length, 6);

  const defaults = { rate: 0.001 };
  const confirmed = await confirmSearches(data, runs, {
    ...{ toConfig, epochs, defaults, trainings: 3, fresh: 2 },
  });
  assert.deepEqual(
    confirmed.map(({ search, seed }) => `${search} ${seed}`),
    ["random 1", "grid 1", "random 2", "grid 2", "defaults 1", "defaults 2"],
  );
  const rates = confirmed.map(({ config }) => config.optimizer.learningRate);
  assert.deepEqual(
    rates.slice(0, 4),
    runs.map(({ result }) => result.best.config.rate),
  );
  const overlap = 297 / 1197;
  for (const row of confirmed) assert.ok(Math.abs(row.overlap - overlap) < 0.01);
  for (const row of runs) assert.ok(Math.abs(row.overlap - overlap) < 0.01);
  const [random, , , , unchanged] = confirmed.map(({ accuracy }) => accuracy);
  assert.ok(random > unchanged && random > 80 && random <= 100);
});

test("a search that was stopped makes the rest when it is called again", async () => {
  const twelve = (f: Evaluate<Config>, o: Parameters<Searches<Config>[string]>[1]) =>
    randomSearch(space, f, { ...o, trials: 12, resource: epochs });
  const options = { toConfig, epochs, seed, journals: folder, stopAt: 5 };
  const counts = await stopAndResume(data, twelve, options);
  assert.deepEqual(counts, { before: 5, after: 7, trials: 12 });
  // As after a notebook that was killed later on, and so left the journal.
  assert.deepEqual(await stopAndResume(data, twelve, options), counts);
});

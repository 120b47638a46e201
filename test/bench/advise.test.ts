import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { type Dataset, Rng } from "batchwise";
import { script } from "../scripts.js";

interface Pair {
  readonly batchSize: number;
  readonly learningRate: number;
}
interface Judge {
  readonly metric: { readonly name: string; readonly guessLoss: number };
  readonly overlap: number;
}
interface Run {
  readonly validLoss: number;
  readonly history: readonly { readonly step: number; readonly validLoss: number }[];
}

const { gridSizes, ranking, stepsOf } = await script<{
  gridSizes(n: number): number[];
  ranking<C extends { points: number[] }>(judge: Judge, cells: readonly C[]): C[];
  stepsOf(judge: Judge, runs: readonly Run[], best: readonly Run[]): (number | null)[];
}>("bench/advise/grid.mjs");
const { costOf, workIn } = await script<{
  costOf(steps: number, batchSize: number): number;
  workIn(folder: string, n: number): { cost: number; worth: number };
}>("bench/advise/cost.mjs");
const { steepest } = await script<{
  steepest(rates: readonly number[], losses: readonly number[]): number | undefined;
}>("bench/advise/lightning.mjs");
const { tunedRate } = await script<{
  tunedRate(rival: object, limit: number): Promise<(Pair & { cost: number; trainings: number })[]>;
}>("bench/advise/tunedRate.mjs");
const { lossAgainst } = await script<{
  lossAgainst(
    judge: Judge,
    of: { points: number[] },
    against: { points: number[] },
  ): { estimate: number; low: number; high: number };
}>("bench/advise/verdict.mjs");
const { savedGrids } = await script<{
  savedGrids(): Map<string, (Pair & { points: number[]; steps: (number | null)[] })[]>;
}>("bench/advise/grids.mjs");
const { dataSets } = await script<{
  dataSets(filter: RegExp): { name: string; load(): Dataset | Promise<Dataset> }[];
}>("bench/advise/sets.mjs");
const { cloudsOf } = await script<{
  cloudsOf(options: { sizes: number[]; features: number; apart: number; rng: Rng }): Dataset;
}>("bench/advise/clouds.mjs");

const accuracy: Judge = { metric: { name: "accuracy", guessLoss: 2 }, overlap: 0 };
const rmse: Judge = { metric: { name: "rmse", guessLoss: 1 }, overlap: 0 };

suite("the advisor's benchmark", () => {
  test("sizes are nine, factor two, up to 1,024 or all", () => {
    assert.deepEqual(gridSizes(1079), [4, 8, 16, 32, 64, 128, 256, 512, 1024]);
    assert.deepEqual(gridSizes(600), [4, 8, 16, 32, 64, 128, 256, 512, 600]);
    assert.deepEqual(gridSizes(106), [1, 2, 4, 8, 16, 32, 64, 106]);
  });

  test("every data set has a whole grid of its own sizes", async () => {
    const grids = savedGrids();
    for (const { name } of dataSets(/./)) {
      const cells = grids.get(name) ?? [];
      const sizes = new Set(cells.map(({ batchSize }) => batchSize));
      assert.equal(cells.length, 11 * sizes.size, name);
      assert.ok(sizes.size >= 8, name);
      for (const { points, steps } of cells) assert.equal(points.length, steps.length);
    }
    assert.ok(grids.size >= 12);
  });

  test("the best cell has the most accuracy or the least error; what diverged comes last", () => {
    const cells = [{ points: [90, 92] }, { points: [95, 91] }, { points: [Number.NaN, 99] }];
    assert.deepEqual(
      ranking(accuracy, cells).map(({ points }) => points[0]),
      [95, 90, Number.NaN],
    );
    assert.equal(ranking(rmse, cells)[0].points[0], 90);
  });

  test("a choice loses what the other has more of, or less error", () => {
    const [few, many] = [{ points: [90, 91, 92] }, { points: [92, 93, 95] }];
    assert.ok(lossAgainst(accuracy, few, many).estimate > 2);
    assert.ok(lossAgainst(rmse, few, many).estimate < -2);
  });

  test("the target lies 95 % of the way to the best run; without signal there is none", () => {
    const history = [2, 1, 0.2, 0.1].map((validLoss, i) => ({ step: 10 * i, validLoss }));
    const run = { validLoss: 0.1, history };
    // 2 − .95 · 1.9 = .195, just after step 20.
    const [steps] = stepsOf(accuracy, [run], [run]);
    assert.ok(steps !== null && steps > 20 && steps < 21, `${steps}`);
    assert.deepEqual(stepsOf(accuracy, [run], [{ validLoss: 1.99, history }]), [null]);
  });

  test("the rate with the steepest fall is that of torch.gradient (torch 2.13)", () => {
    const rates = Array.from(
      { length: 100 },
      (_, i) => 1e-8 * 1e8 ** (i === 0 ? 0 : (i + 1) / 100),
    );
    const losses = (waves: number): number[] =>
      rates.map((rate, i) => {
        const decade = Math.log10(rate);
        const fall = 1.5 / (1 + Math.exp(-3 * (decade + 3)));
        return 2.3 - fall + waves * Math.sin(7 * i) + 3 * Math.max(0, decade + 1);
      });
    assert.equal(steepest(rates, losses(0)), rates[53]);
    assert.equal(steepest(rates, losses(0.02)), rates[13]);
    assert.equal(steepest(rates.slice(0, 12), losses(0).slice(0, 12)), undefined);
  });

  test("the tuned rate is the best of whole rounds, within the work it may do", async () => {
    const optimum = 0.008;
    let asked = 0;
    const rival = {
      settings: { optimizer: "adam" },
      train: async (all: readonly (Pair & { run: number })[]) => {
        asked += all.length;
        return all.map(({ learningRate, run }) => ({
          validLoss: Math.abs(Math.log(learningRate / optimum)) + 0.01 * (run % 2),
          cost: 10,
        }));
      },
    };
    const choices = await tunedRate(rival, 200);
    assert.equal(choices.at(-1)?.learningRate, optimum);
    assert.deepEqual([choices.length, asked], [20, 20]);
    assert.ok(choices.every(({ batchSize }) => batchSize === 32));
  });

  test("the work in a folder counts every training by its steps", () => {
    const folder = mkdtempSync(join(tmpdir(), "bench-advise-"));
    try {
      mkdirSync(join(folder, "journal"));
      const line = (entry: object): string => JSON.stringify({ sum: "", entry });
      const config = { batchSize: 32, budget: { steps: 3000 } };
      const lines = [
        line({ of: {} }),
        line({ config: { config }, row: { steps: 1500 } }),
        line({ config: { config }, row: [1, 2] }), // Of the noise stage.
      ];
      writeFileSync(join(folder, "journal", "tuning.jsonl"), `${lines.join("\n")}\n`);
      const { cost, worth } = workIn(folder, 1000);
      assert.equal(cost, costOf(4500, 32));
      assert.equal(worth, 1.5);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("clouds are as far apart as they should be", () => {
    const data = cloudsOf({ sizes: [3000, 1000], features: 4, apart: 3, rng: Rng.fromSeed(1) });
    const mean = (label: number, feature: number): number => {
      const rows = [...data.y.keys()].filter((i) => data.y[i] === label);
      return rows.reduce((sum, i) => sum + data.x[4 * i + feature], 0) / rows.length;
    };
    const distance = Math.hypot(...[0, 1, 2, 3].map((f) => mean(1, f) - mean(0, f)));
    assert.ok(Math.abs(distance - 3) < 0.15, `${distance}`);
  });
});

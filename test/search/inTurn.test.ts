import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import {
  type ConfigOf,
  choice,
  defineSpace,
  hyperband,
  type SearchResult,
  uniform,
} from "batchwise";
import { type Ask, contains, type Evaluate, inTurnSearch } from "batchwise/search";

const folder = mkdtempSync(join(tmpdir(), "batchwise-in-turn-"));
after(() => rmSync(folder, { recursive: true }));

const space = defineSpace({
  kind: choice(["a", "b", "c"]),
  x: uniform(0, 1),
  pair: { y: uniform(0, 1), z: uniform(0, 1) },
  same: 7,
});
type Config = ConfigOf<typeof space>;
const start: Config = { kind: "a", x: 0.5, pair: { y: 0.5, z: 0.5 }, same: 7 };
const kinds = { a: 1, b: 0, c: 2 };
/** Each part adds its own share, so that tuning them in turn is right. */
const separable = ({ config: { kind, x, pair } }: Ask<Config>): number =>
  kinds[kind] + Math.abs(x - 0.2) + (pair.y - 0.9) ** 2 + pair.z ** 2;
const scores: Evaluate<Config> = async (asks) => asks.map(separable);
const run = (seed: number, trials = 30): Promise<SearchResult<Config>> =>
  inTurnSearch(space, scores, { seed, trials, start });

/** Parts in which two configs differ. */
const changed = (a: Config, b: Config): string[] =>
  (["kind", "x", "pair", "same"] as const).filter(
    (key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]),
  );

test("a search in turn starts at the start, tries all other choices, and shares the rest equally", async () => {
  for (const seed of [1, 2, 3]) {
    const { trials } = await run(seed, 30);
    assert.equal(trials.length, 30);
    assert.deepEqual(trials[0].config, start);
    let best = trials[0];
    const counts = new Map<string, number>();
    const order: string[] = [];
    let held = best;
    for (const trial of trials.slice(1)) {
      assert.ok(contains(space, trial.config));
      const [part, ...more] = changed(trial.config, held.config);
      // Another part begins: from here on the best so far is held.
      const [now] =
        more.length > 0 || part === undefined ? changed(trial.config, best.config) : [part];
      if (order[order.length - 1] !== now) {
        order.push(now);
        held = best;
      }
      assert.deepEqual(changed(trial.config, held.config), [now]);
      counts.set(now, (counts.get(now) ?? 0) + 1);
      if (trial.score < best.score) best = trial;
    }
    assert.equal(new Set(order).size, order.length, "no part comes twice");
    assert.equal(counts.get("kind"), 2);
    assert.deepEqual([counts.get("x"), counts.get("pair")].sort(), [13, 14]);
  }
});

test("where the parts do not interact it finds each part's best value", async () => {
  const { best } = await run(4, 200);
  assert.equal(best.config.kind, "b");
  assert.ok(best.score < 0.05, String(best.score));
});

test("the order of the parts is drawn by the seed, and the same seed gives the same search", async () => {
  const second = async (seed: number): Promise<string> =>
    changed((await run(seed)).trials[1].config, start)[0];
  const seconds = await Promise.all(Array.from({ length: 12 }, (_, seed) => second(seed)));
  assert.deepEqual(new Set(seconds), new Set(["kind", "x", "pair"]));
  assert.deepEqual(await run(5), await run(5));
});

test("a search in turn goes on from its journal", async () => {
  const options = { seed: 6, trials: 30, start, journal: join(folder, "journal.jsonl"), batch: 3 };
  let evaluated = 0;
  const failing: Evaluate<Config> = async (asks) => {
    evaluated += asks.length;
    return asks.map(separable);
  };
  const stop = new AbortController();
  const onProgress = ({ done }: { readonly done: number }): void => {
    if (done === 12) stop.abort();
  };
  await assert.rejects(
    inTurnSearch(space, failing, { ...options, signal: stop.signal, onProgress }),
  );
  assert.ok(evaluated >= 12 && evaluated < 30);
  assert.deepEqual(await inTurnSearch(space, failing, options), await run(6));
  assert.equal(evaluated, 30);
});

test("too few trials, and a start outside the space, are refused", async () => {
  await assert.rejects(run(1, 4), /inTurnSearch: trials must be at least 5, got 4/);
  await assert.rejects(
    inTurnSearch(space, scores, { seed: 1, trials: 9, start: { ...start, x: 2 } }),
    /inTurnSearch: start must be a config of the space/,
  );
});

test("every pass of Hyperband runs the same brackets on new configs", async () => {
  const score: Evaluate<{ x: number }> = async (asks) => asks.map(({ config }) => config.x);
  const box = { x: uniform(0, 1) };
  const once = await hyperband(box, score, { seed: 1, maxResource: 9 });
  const thrice = await hyperband(box, score, { seed: 1, maxResource: 9, passes: 3 });
  assert.deepEqual(thrice.trials.slice(0, once.trials.length), once.trials);
  assert.equal(thrice.trials.length, 3 * once.trials.length);
  assert.equal(thrice.spent, 3 * once.spent);
  const configs = thrice.last.map(({ config }) => config.x);
  assert.equal(new Set(configs).size, configs.length);
});

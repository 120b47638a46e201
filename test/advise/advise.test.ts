import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ArgumentError, type Dataset, loadDigits, Rng, take } from "batchwise";
import { type Advice, adviceText, advise, type Plan, planText } from "batchwise/advise";
import { pureNoise } from "batchwise/data";

const folder = mkdtempSync(join(tmpdir(), "advise-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const digits = take(loadDigits(), [...Array(520).keys()]);
const few = take(digits, [...Array(200).keys()]);
const model = { kind: "linear" } as const;
const short = { model, budget: { steps: 60 } } as const;

/** What a repeated call must repeat: all but its own wall clock. */
function withoutTime({ seconds: _, settle, ...advice }: Advice): unknown {
  return { ...advice, settle: settle?.pairs };
}

test("the same plan gives the same trainings and the same answer, bit for bit", async () => {
  const own = join(folder, "plan");
  const plans: Plan[] = [];
  const first = await advise(digits, { ...short, folder: own, onPlan: (plan) => plans.push(plan) });
  const plan: Plan = JSON.parse(readFileSync(join(own, "plan.json"), "utf8"));
  assert.deepEqual(plan, JSON.parse(JSON.stringify(plans[0])));
  const again = await advise(digits, { model, plan, folder: join(folder, "again") });
  assert.deepEqual(withoutTime(again), withoutTime(first));
  const rows = (name: string, stage: string): string[] =>
    readFileSync(join(folder, name, "journal", `${stage}.jsonl`), "utf8")
      .replaceAll(/"(seconds|sum)":[^,}]*/g, "")
      .split("\n")
      .sort();
  for (const stage of ["tuning", "noise", "comparing", "sealed"])
    assert.deepEqual(rows("again", stage), rows("plan", stage), stage);
  // And the answer lies beside the plan, as it was given.
  const written: Advice = JSON.parse(readFileSync(join(own, "advice.json"), "utf8"));
  assert.deepEqual(written, JSON.parse(JSON.stringify(first)));
  assert.equal(first.trainings, first.trainings | 0);
  assert.ok(first.test !== null && first.test.value > 60);
  assert.ok(first.contrasts.length > 0 && first.sizes.length === 5);
  assert.match(planText(plan), /confirmation, at most/);
  assert.match(adviceText(first), new RegExp(`^Use batch size ${first.batchSize} with learning`));
});

test("an interrupted call fails with the reason, keeps what is finished, and the next goes on from it", async () => {
  const own = join(folder, "interrupted");
  const stop = new AbortController();
  const reason = new Error("enough");
  let kept = 0;
  const cut = advise(digits, {
    ...short,
    folder: own,
    signal: stop.signal,
    onProgress: ({ done }) => {
      kept = done;
      if (done >= 40) stop.abort(reason);
    },
  });
  await assert.rejects(cut, reason);
  const lines = (stage: string): number =>
    readFileSync(join(own, "journal", `${stage}.jsonl`), "utf8")
      .trim()
      .split("\n").length - 1;
  const before = lines("tuning") + lines("noise");
  const text = readFileSync(join(own, "journal", "tuning.jsonl"), "utf8");
  assert.ok(before >= 40 && kept >= 40, `${before} ${kept}`);
  const advice = await advise(digits, { ...short, folder: own });
  assert.ok(readFileSync(join(own, "journal", "tuning.jsonl"), "utf8").startsWith(text));
  const whole: Plan = JSON.parse(readFileSync(join(folder, "plan", "plan.json"), "utf8"));
  const plan: Plan = JSON.parse(readFileSync(join(own, "plan.json"), "utf8"));
  const straight = await advise(digits, { ...short, plan: { ...whole, speed: plan.speed } });
  assert.deepEqual(
    { ...(withoutTime(advice) as Advice), planned: 0 },
    { ...(withoutTime(straight) as Advice), planned: 0 },
  );
  assert.equal(advice.trainings, straight.trainings);
});

test("on pure noise no size is called better than another", async () => {
  for (let seed = 0; seed < 6; seed++) {
    const noise = pureNoise({ n: 150, features: 5, rng: Rng.fromSeed(seed) });
    const advice = await advise(noise, { ...short, seed });
    const better = advice.contrasts.filter(
      ({ low, estimate }) => low > 0 && estimate >= advice.margin,
    );
    assert.deepEqual(better, [], `seed ${seed}: ${adviceText(advice)}`);
    if (advice.status === "noSignal") assert.match(adviceText(advice), /No signal/);
  }
});

test("what can be told apart perfectly is decided by time", async () => {
  const far = pureNoise({ n: 400, features: 5, rng: Rng.fromSeed(1) });
  const apart = { ...far, x: far.x.map((_, i) => far.y[Math.floor(i / 5)] * 4) };
  const advice = await advise(apart, { ...short, margin: 2 });
  assert.ok(advice.sizes.every(({ validMetric }) => validMetric === 100));
  assert.match(advice.notes.join("\n"), /decided by time/);
  assert.match(advice.notes.join("\n"), /tells the class all by itself/);
});

test("a budget below the shortest plan trains nothing and says what would do", async () => {
  const advice = await advise(few, { model, budget: { seconds: 0.05 }, current: 128 });
  assert.deepEqual([advice.status, advice.trainings], ["untested", 0]);
  assert.ok((advice.neededSeconds ?? 0) >= 1);
  assert.equal(advice.learningRateInterval, null);
  assert.match(adviceText(advice), /untested: the budget is too short\. About \d+ s would do/);
});

test("nothing trained: the rate in use stays the answer, by the rule where its size is too large", async () => {
  const budget = { seconds: 0.05 };
  const same = await advise(few, { model, budget, current: 16, currentRate: 0.05 });
  assert.deepEqual([same.status, same.batchSize, same.learningRate], ["untested", 16, 0.05]);
  assert.match(same.notes.join("\n"), /the answer is your rate/);
  const sgd = { model, budget, optimizer: "sgd", current: 1 << 20, currentRate: 0.5 } as const;
  const cut = await advise(few, sgd);
  assert.ok(cut.batchSize < few.n);
  assert.equal(cut.learningRate, 0.5 * (cut.batchSize / sgd.current));
});

test("a model whose single gradients cannot be had: by the plain rule, and it says so", async () => {
  const cnn = { kind: "cnn", filters: [2] } as const;
  const advice = await advise(few, { model: cnn, optimizer: "sgd", budget: { steps: 10 } });
  assert.equal(advice.noiseScale, null);
  assert.ok(advice.sizes.length >= 3 || advice.status === "noSignal", adviceText(advice));
  if (advice.status !== "noSignal")
    assert.match(advice.notes.join("\n"), /the gradient noise of a cnn is not measured/);
});

test("a budget that ends on the way is no error: what is known by then is the answer", async () => {
  const plan: Plan = JSON.parse(readFileSync(join(folder, "plan", "plan.json"), "utf8"));
  const advice = await advise(digits, { model, plan, budget: { seconds: 0.01 } });
  assert.equal(advice.status, "untested");
  assert.match(advice.notes.join("\n"), /the budget ended before one rate was tuned/);
});

test("where every rate diverges it names the largest columns", async () => {
  const huge = { ...few, x: few.x.map((value, i) => (i % 64 === 20 ? 1e30 * value : value)) };
  const names = Array.from({ length: 64 }, (_, f) => `pixel ${f}`);
  const advice = await advise(huge, { ...short, prepare: "raw", features: names });
  assert.equal(advice.status, "untested");
  assert.match(advice.notes.join("\n"), /every learning rate diverged.*"pixel 20"/);
});

test("what cannot be used is refused before any work, by name, with what may be", async () => {
  const refused = async (
    data: Dataset,
    options: Parameters<typeof advise>[1],
    message: RegExp,
  ): Promise<void> => {
    await assert.rejects(advise(data, options), (error: Error) => {
      assert.ok(error instanceof ArgumentError, String(error));
      assert.match(error.message, message);
      return true;
    });
  };
  const all = digits;
  await refused(take(all, [1, 2, 3]), {}, /advise: data must hold at least 30 examples, got 3/);
  const one = { ...all, y: new Int32Array(all.n) };
  await refused(one, {}, /at least two classes among the examples, got "0"/);
  await refused(
    all,
    { budget: { epochs: 1, steps: 1 } },
    /epochs or steps of one training, not both/,
  );
  await refused(
    all,
    { budget: { seconds: 0 } },
    /budget\.seconds must be a positive number, got 0/,
  );
  await refused(all, { margin: -1 }, /margin must be a number from 0 to 100, got -1/);
  await refused(all, { features: ["a"] }, /features must name all 64 features, got 1/);
  await refused(all, { seed: 0.5 }, /seed must be an integer, got 0.5/);
  const bad = { optimizer: "lion" } as unknown as Parameters<typeof advise>[1];
  await refused(all, bad, /optimizer must be one of "adam", .*got "lion"/);
  await refused(all, { model: { kind: "mlp", hidden: [-1] } }, /advise: .*hidden.*-1/);
  const plan: Plan = JSON.parse(readFileSync(join(folder, "plan", "plan.json"), "utf8"));
  await refused(all, { model, plan, seed: 3 }, /plan is for another request: its seed must be/);
  await refused(few, { model, plan }, /plan is for another request: its data must be/);
  await refused(all, { plan: {} as Plan }, /plan must be what plan\.json of version 1 holds/);
});

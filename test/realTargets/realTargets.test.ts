import assert from "node:assert/strict";
import { test } from "node:test";
import * as root from "batchwise";
import { initialModel } from "batchwise/analysis";
import { outputWidth } from "batchwise/data";
import { realExamples, realSplits } from "../nn/realProblem.js";
import { REFUSES } from "./refuses.js";
import { takers } from "./takers.js";
import { WORKS } from "./works.js";

// Everything public that takes a data set either works on one with a real target or refuses it with a reason.

const { train, valid } = realSplits;

/** Of sizes only, or with tests of their own on real targets. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  "advise",
  "featuresOf",
  "outputWidth",
  "initialModel",
  "trustworthiness",
]);

test("whatever takes a data set is listed here", () => {
  const listed = new Set([...Object.keys(WORKS), ...Object.keys(REFUSES), ...ELSEWHERE]);
  const names = takers();
  assert.ok(names.length > 60, `only ${names.length} found`);
  assert.deepEqual(
    names.filter((name) => !listed.has(name)),
    [],
  );
});

/** Places of numbers that are NaN, but for accuracies and errors in percent. */
function empty(value: unknown, path: string): string[] {
  if (typeof value === "number") {
    const percent = /(ccuracy|\.error|wonWith)(\[\d+\])?$/.test(path);
    return Number.isNaN(value) && !percent ? [path] : [];
  }
  if (ArrayBuffer.isView(value))
    return Array.from(value as Float64Array).some(Number.isNaN) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    empty(part, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`),
  );
}

for (const [name, call] of Object.entries(WORKS))
  test(`${name} works on a real target`, async () => {
    const result = await call();
    assert.ok(result !== undefined && !(Array.isArray(result) && result.length === 0), "empty");
    const parts = result instanceof Object && "weights" in result ? [] : empty(result, "result");
    assert.deepEqual(parts, []);
    const sets = Array.isArray(result) ? result : [result, ...Object.values(Object(result))];
    for (const set of sets)
      if (set instanceof Object && "x" in set && "classes" in set) {
        assert.equal(set.target?.name, "price", "the target is lost");
        assert.equal(set.target.values.length, set.n);
      }
  });

for (const [name, call] of Object.entries(REFUSES))
  test(`${name} refuses a real target`, async () => {
    await assert.rejects(
      async () => await call(),
      (error) => {
        assert.ok(error instanceof root.ArgumentError, String(error));
        assert.match(
          error.message,
          /data must have classes, for this is for classification; .+ got/,
        );
        return true;
      },
    );
  });

for (const [name, transform] of Object.entries({
  standardize: root.standardize(),
  pca: root.pca({ components: 2 }),
  selectByVariance: root.selectByVariance(),
  pipeline: root.pipeline(root.standardize(), root.pca({ components: 2 })),
}))
  test(`${name} keeps a real target`, () => {
    const { target, x } = transform.fit(train).transform(valid);
    assert.deepEqual(target, valid.target);
    assert.ok(x.every(Number.isFinite));
  });

test("selection by what a feature tells about a class refuses a real target", () => {
  assert.throws(
    () => root.selectByMutualInformation({ features: 2 }).fit(train),
    /mutualInformation: data must have classes.*pca and selectByVariance/,
  );
});

test("an initial model of a real target has one output", () => {
  const model = initialModel(train, { model: { kind: "linear" }, seed: 0 });
  assert.equal(model.weights.at(-1)?.values.length, 1);
  assert.equal(model.loss, "meanSquaredError");
  assert.equal(outputWidth(realExamples(5)), 1);
});

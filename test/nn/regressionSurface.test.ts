import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import * as bw from "batchwise";
import * as analysis from "batchwise/analysis";
import * as augmentation from "batchwise/augment";
import * as dataEntry from "batchwise/data";
import * as evaluate from "batchwise/evaluate";
import * as experiment from "batchwise/experiment";
import * as features from "batchwise/features";
import * as linear from "batchwise/linear";
import * as nn from "batchwise/nn";
import * as plot from "batchwise/plot";
import * as search from "batchwise/search";
import * as study from "batchwise/study";
import { analysisCases } from "./regressionCases/analysisCases.js";
import type { Cases } from "./regressionCases/cases.js";
import { dataCases } from "./regressionCases/dataCases.js";
import { experimentCases } from "./regressionCases/experimentCases.js";
import { modelCases } from "./regressionCases/modelCases.js";
import { searchCases } from "./regressionCases/searchCases.js";
import { studyCases } from "./regressionCases/studyCases.js";

// Everything of the package that is given data, on data with a real target: it works, and every number in what it
// gives is finite but for accuracies; or it refuses and says what to use in its place.

const cases: Cases = {
  ...dataCases,
  ...modelCases,
  ...analysisCases,
  ...experimentCases,
  ...studyCases,
  ...searchCases,
};

/** What is given no data, or is tested with data of its own elsewhere. */
const APART: readonly string[] = [
  ...["loadBloodCells", "loadDigits", "loadExamples", "pureNoise", "tasksAtHand"],
  "advise",
];

/** Every number within, with its path. */
function* numbersIn(value: unknown, path = ""): Generator<readonly [path: string, value: number]> {
  if (typeof value === "number") yield [path, value];
  else if (ArrayBuffer.isView(value) || Array.isArray(value))
    for (const [i, item] of Array.from(value as unknown as ArrayLike<unknown>).entries())
      yield* numbersIn(item, `${path}[${i}]`);
  else if (typeof value === "object" && value !== null)
    for (const [key, item] of Object.entries(value)) yield* numbersIn(item, `${path}.${key}`);
}

const ACCURACY = /\.(accuracy|error|trainAccuracy|validAccuracy|wonWith)(\[\d+\])?$/;

suite("what is given data", () => {
  for (const [name, what] of Object.entries(cases))
    test(name, async () => {
      if (typeof what !== "function") {
        await assert.rejects(
          async () => what.refuses(),
          (error: Error) => {
            assert.equal(error.name, "ArgumentError");
            assert.match(error.message, /^[\w.: ]+: data must have classes; for a real target /);
            assert.match(error.message, what.mend);
            assert.match(error.message, /got "a real target, price"$/);
            return true;
          },
        );
        return;
      }
      let count = 0;
      for (const [path, value] of numbersIn(await what())) {
        count++;
        if (ACCURACY.test(path)) assert.ok(Number.isNaN(value), `${path} is ${value}`);
        else assert.ok(Number.isFinite(value), `${path} is ${value}`);
      }
      assert.ok(count > 0, "it gave no number");
    });
});

test("the list is complete", () => {
  const root = "lib/dist";
  const declared = new Map<string, string>();
  for (const file of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".d.ts") || file.startsWith("commonjs")) continue;
    const text = readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    const own =
      /^export declare (?:abstract )?(?:function|class|const) (\w+)([\s\S]*?)(?=^export |$(?![\s\S]))/gm;
    for (const [, name, body] of text.matchAll(own))
      declared.set(name, `${declared.get(name) ?? ""}${body}`);
  }
  const types =
    /\b(Dataset|Splits|TrainingSplits|Examples|ImageBatch|ModelParts|Run|Task|Transform|LogisticEstimator)\b/;
  const entries = [
    ...[bw, analysis, augmentation, dataEntry, evaluate, experiment, features],
    ...[linear, nn, plot, search, study],
  ];
  const given = new Set(
    entries
      .flatMap((entry) => Object.entries(entry))
      .filter(([, value]) => typeof value === "function")
      .map(([name]) => name)
      .filter((name) => types.test(declared.get(name) ?? "Dataset")),
  );
  const missing = [...given].filter((name) => !(name in cases) && !APART.includes(name));
  assert.deepEqual(missing, []);
});

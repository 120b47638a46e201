import assert from "node:assert/strict";
import { test } from "node:test";
import { meanEstimate, pairedDifference, Rng } from "batchwise";
import {
  type Condition,
  type Finding,
  ledger,
  ledgerMarkdown,
  ledgerTable,
  readClaimRow,
  recordClaim,
} from "batchwise/claims";
import { decideCondition, ruleText } from "batchwise/dist/claims/decide.js";
import { meansBy } from "batchwise/dist/rows/means.js";
import { DISPLAY } from "batchwise/plot";
import { scaleEstimate } from "batchwise/stats";

const rng = Rng.fromSeed(1);
const condition = (says: Condition["says"]): Condition => ({
  notebook: "03",
  effect: "accuracy",
  unit: "percentage points",
  says,
  smallest: 1,
});

/** What twenty differences that are all `value` say. */
const twenty = (value: number): Finding => {
  const b = Array.from({ length: 20 }, (_, i) => 90 + i / 8);
  return pairedDifference(
    b.map((v) => v + value),
    b,
    { rng },
  );
};

test("a sample whose values are all equal supports nothing, neither an effect nor that there is none", () => {
  for (const says of ["greater", "equal"] as const) {
    assert.equal(decideCondition(condition(says), twenty(0)), "no detectable difference");
    for (const value of [-4, -0.25, 0.25, 4])
      assert.equal(decideCondition(condition(says), twenty(value)), "not supported");
    assert.match(ruleText(condition(says)), /where all values are equal there is no interval/);
  }
});

test("the card, the ledger and Markdown say that all values are equal in place of an interval of no width", () => {
  const apart: Finding = { estimate: 6, low: 5, high: 7, level: 0.95, n: 20 };
  const row = recordClaim("D10", {
    notebook: "03-one-idea",
    anchor: "Result",
    findings: Object.fromEntries(
      ["accuracy", "large", "written"].map((name) => [
        name,
        name === "written" ? apart : twenty(0),
      ]),
    ),
  });
  assert.equal(row.verdict, "no detectable difference");
  const text = String(row[DISPLAY]()["text/plain"]);
  const rows = ledger([row]);
  for (const shown of [text, ledgerTable(rows), ledgerMarkdown(rows)]) {
    assert.match(shown, /all 20 values are 0 points/);
    assert.doesNotMatch(shown, /0 \[0, 0\]/);
  }
  assert.match(text, /no interval: they do not differ/);
  const again = readClaimRow(JSON.parse(JSON.stringify(row)));
  assert.equal(again.verdict, "no detectable difference");
});

test("the mark goes with the estimate into other units and into rows of means", () => {
  const found = meanEstimate([2, 2, 2], { rng });
  assert.equal(scaleEstimate(found, -100).degenerate, true);
  assert.equal(scaleEstimate(meanEstimate([1, 2, 3], { rng }), 100).degenerate, undefined);
  const rows = [1, 1, 2, 3].map((value, i) => ({ group: i < 2 ? "a" : "b", value }));
  const means = meansBy(rows, { by: ["group"], value: "value" });
  assert.deepEqual(
    means.map(({ degenerate }) => degenerate),
    [true, undefined],
  );
});

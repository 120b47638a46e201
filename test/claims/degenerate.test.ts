import assert from "node:assert/strict";
import { test } from "node:test";
import { meanEstimate, pairedDifference, Rng } from "batchwise";
import {
  CLAIMS,
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
  ...CLAIMS.D10.conditions["keptLarge"],
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

test("a sample whose values are all equal settles nothing, neither an effect nor that there is none", () => {
  for (const says of ["greater", "equal"] as const) {
    for (const value of [-4, -0.25, 0, 0.25, 4])
      assert.equal(decideCondition(condition(says), twenty(value)), "not settled");
    assert.match(ruleText(condition(says)), /where all values are equal, not settled/);
  }
});

test("the card, the ledger and Markdown say that all values are equal in place of an interval of no width", () => {
  const findings = Object.fromEntries(
    Object.keys(CLAIMS.D10.conditions).map((name) => [name, twenty(0)]),
  );
  const row = recordClaim("D10", { notebook: "03-one-idea", anchor: "Result", findings });
  assert.equal(row.verdict, "not settled");
  assert.equal(row.conditions[0].morePairs, null);
  const text = String(row[DISPLAY]()["text/plain"]);
  const rows = ledger([row]);
  for (const shown of [text, ledgerTable(rows), ledgerMarkdown(rows)]) {
    assert.match(shown, /all 20 values are 0 points/);
    assert.match(shown, /\(all 20 values are equal\)/);
    assert.doesNotMatch(shown, /0 \[0, 0\]/);
  }
  assert.match(text, /no interval: they do not differ/);
  const again = readClaimRow(JSON.parse(JSON.stringify(row)));
  assert.equal(again.verdict, "not settled");
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

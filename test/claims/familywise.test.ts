/** Holm's correction over all conditions that decide. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Rng } from "batchwise";
import { CLAIMS, type Condition, type Finding, ledger, recordClaim } from "batchwise/claims";
import { decideCondition } from "batchwise/dist/claims/decide.js";
import { familywise } from "batchwise/dist/claims/familywise.js";
import { pValue } from "batchwise/dist/claims/settling.js";
import { studentTInterval } from "batchwise/stats";

const condition: Condition = { ...CLAIMS.D3.conditions["digits"], smallest: 0.5 };
const FAMILY = 45;
const RUNS = 400;
const DECISIONS = ["supported", "reversed", "too small to matter"];

/** In how many of 400 ledgers a verdict is wrong, alone and after Holm, if every condition is this truth and noise. */
function errors(
  { truth, sd }: { readonly truth: number; readonly sd: number },
  wrong: readonly string[],
  n = 8,
): [alone: number, holm: number] {
  const rng = Rng.fromSeed(7);
  let [alone, after] = [0, 0];
  for (let run = 0; run < RUNS; run++) {
    const rows = Array.from({ length: FAMILY }, () => {
      const finding = studentTInterval(Array.from({ length: n }, () => truth + sd * rng.normal()));
      const verdict = decideCondition(condition, finding);
      return { verdict, p: pValue(condition, finding) };
    });
    if (rows.some(({ verdict }) => wrong.includes(verdict))) alone++;
    if (familywise(rows).some(({ afterHolm }) => wrong.includes(afterHolm))) after++;
  }
  return [alone, after];
}

test("on pure noise some of 45 conditions err in most ledgers alone, and in at most 5 of 100 after Holm", () => {
  // At 0 only an effect is an error; at the threshold's edge so is either decision, which is the worst case.
  const most = 0.05 * RUNS + 2 * Math.sqrt(0.05 * 0.95 * RUNS);
  const [, noise] = errors({ truth: 0, sd: 1 }, ["supported", "reversed"]);
  assert.ok(noise <= most, `${noise} of ${RUNS}`);
  const [alone, edge] = errors({ truth: 0.5, sd: 0.2 }, DECISIONS);
  assert.ok(edge <= most, `${edge} of ${RUNS}`);
  assert.ok(alone > RUNS / 2, `without the correction: ${alone} of ${RUNS}`);
});

test("a clear effect stands among many that are not settled", () => {
  const found = (estimate: number): Finding => ({
    estimate,
    low: estimate - 1,
    high: estimate + 1,
    level: 0.95,
    n: 20,
  });
  const row = (estimate: number): Parameters<typeof familywise>[0][number] => ({
    verdict: decideCondition(condition, found(estimate)),
    p: pValue(condition, found(estimate)),
  });
  const many = Array.from({ length: 44 }, () => row(0.4));
  const [clear, bare] = [familywise([row(5), ...many]), familywise([row(1.6), ...many])];
  assert.equal(clear[0].afterHolm, "supported");
  assert.deepEqual([row(1.6).verdict, bare[0].afterHolm], ["supported", "not settled"]);
  assert.equal(familywise([row(1.6)])[0].afterHolm, "supported");
});

test("the family is every sampled condition that decides; the ledger shows a verdict before and after", () => {
  const found = (estimate: number): Finding => ({
    estimate,
    low: estimate - 1,
    high: estimate + 1,
    level: 0.95,
    n: 20,
  });
  const findings = Object.fromEntries(
    Object.keys(CLAIMS.D3.conditions).map((name) => [name, found(name === "digits" ? 1.6 : 0)]),
  );
  const row = recordClaim("D3", { notebook: "01-sgd", anchor: "Result", findings });
  const [digits, , , shown] = ledger([row])[2].conditions;
  assert.deepEqual([digits.verdict, digits.afterHolm], ["supported", "not settled"]);
  assert.ok(Math.abs((digits.correctedP ?? 0) - 3 * (digits.p ?? 0)) < 1e-12);
  assert.equal(shown.correctedP, null);
  assert.equal(ledger([row])[2].verdict, "not settled");
});

/** How many more pairs would settle a condition, and the p values of decisions. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { CLAIMS, type Condition, type Finding } from "batchwise/claims";
import { decideCondition } from "batchwise/dist/claims/decide.js";
import { readFinding } from "batchwise/dist/claims/finding.js";
import { morePairs, pValue } from "batchwise/dist/claims/settling.js";
import { verdictText } from "batchwise/dist/claims/verdictText.js";
import { studentT } from "batchwise/dist/stats/studentT.js";
import { assert as checkProperty, constantFrom, integer, property } from "fast-check";

const condition: Condition = { ...CLAIMS.D3.conditions["digits"], smallest: 0.5 };

/** What n pairs of this mean and this standard deviation say. */
function sample(
  n: number,
  { estimate, sd, overlap = 0 }: { estimate: number; sd: number; overlap?: number },
): Finding {
  const half = studentT(n - 1).quantile(0.975) * sd * Math.sqrt(1 / n + overlap);
  return { estimate, low: estimate - half, high: estimate + half, level: 0.95, n, overlap };
}

/** Evenly between the two, which floating-point numbers of fast-check are not. */
const hundredths = (min: number, max: number) => integer({ min, max }).map((value) => value / 100);

const decided = (finding: Finding): boolean =>
  decideCondition(condition, finding) !== "not settled";

test("with as many more pairs of the same scatter the rule decides, with one fewer it does not", async () => {
  let [settled, never] = [0, 0];
  await checkProperty(
    property(
      integer({ min: 2, max: 40 }),
      hundredths(-200, 200),
      hundredths(5, 300),
      constantFrom(0, 0, 0.02, 0.25),
      (n, estimate, sd, overlap) => {
        const now = sample(n, { estimate, sd, overlap });
        if (decided(now)) return;
        const more = morePairs(condition, now);
        if (more === null) {
          never++;
          assert.ok(!decided(sample(n + 900_000, { estimate, sd, overlap })));
          return;
        }
        settled++;
        assert.ok(decided(sample(n + more, { estimate, sd: sd * (1 - 1e-9), overlap })));
        if (more > 1)
          assert.ok(!decided(sample(n + more - 1, { estimate, sd: sd * (1 + 1e-9), overlap })));
      },
    ),
    { numRuns: 300, seed: 1 },
  );
  assert.ok(settled > 50 && never > 20, `${settled} settled, ${never} never`);
});

test("where divisions overlap there may be no number of them, and the words say so", () => {
  const says = (estimate: number, sd: number, overlap?: number): string =>
    verdictText(
      readFinding(
        "digits",
        condition,
        sample(20, { estimate, sd, ...(overlap !== undefined && { overlap }) }),
      ),
    );
  assert.equal(says(0.6, 0.6), "not settled (about 130 more pairs would)");
  assert.equal(
    says(0.6, 0.6, 0.25),
    "not settled (no number of divisions of these data would; more data would)",
  );
  assert.equal(says(0.7, 0.43), "not settled (1 more pair would)");
  assert.equal(says(0.5, 0.6), "not settled (a million more pairs would not)");
  assert.equal(says(0.9, 0.6), "supported");
});

test("a decision by a symmetric interval is a p value of at most half of 1 − level, and the other way round", async () => {
  await checkProperty(
    property(
      integer({ min: 2, max: 40 }),
      hundredths(-200, 200),
      hundredths(5, 300),
      (n, estimate, sd) => {
        const finding = sample(n, { estimate, sd });
        const p = pValue(condition, finding);
        assert.ok(p >= 0 && p <= 0.5 + 1e-12);
        if (Math.abs(p - 0.025) > 1e-9) assert.equal(decided(finding), p < 0.025);
      },
    ),
    { numRuns: 500, seed: 2 },
  );
  const error = 0.2;
  const half = error * studentT(19).quantile(0.975);
  const finding = { estimate: 1, low: 1 - half, high: 1 + half, level: 0.95, n: 20 };
  assert.ok(Math.abs(pValue(condition, finding) - studentT(19).cdf(-0.5 / error)) < 1e-9);
});

/** From conditions to statements to a claim. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConditionVerdict, StatementRow } from "batchwise/claims";
import { combineConditions, combineStatements } from "batchwise/dist/claims/statements.js";

const voices = (
  verdicts: Record<string, ConditionVerdict>,
): Parameters<typeof combineConditions>[0] =>
  Object.entries(verdicts).map(([short, verdict]) => ({ short, verdict }));

test("conditions that agree give their verdict, those that do not are mixed, with which says what", () => {
  assert.deepEqual(combineConditions(voices({ digits: "reversed", noisy: "reversed" })), {
    verdict: "reversed",
  });
  assert.deepEqual(
    combineConditions(voices({ digits: "not settled", noisy: "supported", other: "not settled" })),
    { verdict: "mixed", detail: "not settled: digits, other; supported: noisy" },
  );
  assert.deepEqual(combineConditions([]), { verdict: "not yet tested" });
});

test("a statement by definition stays one unless a figure speaks against it", () => {
  const says = (...verdicts: ConditionVerdict[]): string =>
    combineConditions(
      verdicts.map((verdict, i) => ({ short: String(i), verdict })),
      { byDefinition: true },
    ).verdict;
  assert.equal(says("supported", "not settled"), "by definition");
  assert.equal(says("reversed"), "reversed");
  assert.equal(says("supported", "too small to matter"), "mixed");
});

test("statements that agree give their verdict, else each is told; by definition counts only alone", () => {
  const row = (
    statement: string,
    verdict: StatementRow["verdict"],
    detail?: string,
  ): StatementRow => ({
    statement,
    says: "",
    verdict,
    ...(detail !== undefined && { detail }),
  });
  assert.deepEqual(combineStatements([row("a", "supported"), row("b", "supported")]), {
    verdict: "supported",
  });
  assert.deepEqual(combineStatements([row("a", "supported"), row("b", "mixed", "x: y")]), {
    verdict: "mixed",
    detail: "a supported, b mixed (x: y)",
  });
  assert.deepEqual(combineStatements([row("a", "by definition"), row("b", "not settled")]), {
    verdict: "not settled",
    detail: "a by definition, b not settled",
  });
  assert.deepEqual(combineStatements([row("a", "by definition")]), { verdict: "by definition" });
  assert.deepEqual(combineStatements([row("a", "mixed", "x: y")]), {
    verdict: "mixed",
    detail: "x: y",
  });
  assert.deepEqual(combineStatements([row("a", "reversed"), row("b", "not yet tested")]), {
    verdict: "reversed",
    detail: "a reversed, b not yet tested",
  });
  assert.deepEqual(combineStatements([row("a", "not yet tested"), row("b", "not yet tested")]), {
    verdict: "not yet tested",
  });
});

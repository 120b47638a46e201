import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CLAIMS,
  type ClaimId,
  exactFinding,
  type Finding,
  type Headline,
  headline,
  ledger,
  recordClaim,
} from "batchwise/claims";
import { HEADLINES } from "batchwise/dist/claims/headlines.js";
import { READINGS } from "batchwise/dist/claims/units.js";
import { assert as checkProperty, constantFrom, integer, oneof, property, tuple } from "fast-check";

const IDS = Object.keys(HEADLINES) as ClaimId[];
const found = (estimate: number, low = estimate, high = estimate): Finding => ({
  estimate,
  low,
  high,
  level: 0.95,
  n: 20,
  smallestDetectable: 1, // which takes longest to compute, and no headline shows it
});

/** The headline of a claim whose leading finding is this, where all else that its notebook measures is clear. */
function headlineOf(
  id: ClaimId,
  finding: Finding,
  others: Finding = found(3, 2.9, 3.1),
): Headline & { readonly verdict: string } {
  const { condition } = HEADLINES[id];
  const { conditions } = CLAIMS[id];
  const { notebook } = conditions[condition];
  const findings = Object.entries(conditions)
    .filter(([, other]) => other.notebook === notebook)
    .map(([name, other]): [string, Finding] => {
      if (name === condition) return [name, finding];
      return [name, other.exact ? exactFinding(1) : others];
    });
  const recorded = recordClaim(id, {
    notebook,
    anchor: "Result",
    findings: Object.fromEntries(findings),
  });
  const [row] = ledger([recorded]).filter((each) => each.id === id);
  const { verdict } = recorded.conditions.filter((c) => c.condition === condition)[0];
  return { ...headline(row), verdict };
}

const negative = ({ estimate, low, high, ...rest }: Finding): Finding => ({
  ...rest,
  estimate: 0 - estimate,
  low: 0 - high,
  high: 0 - low,
});

const number = (text: string): number => Number.parseFloat(text.replaceAll("−", "-"));
const compared = IDS.filter((id) => HEADLINES[id].sides !== undefined);
const figure = oneof(
  integer({ min: -60, max: 60 }).map((tenths) => tenths / 10),
  integer({ min: -60000, max: 60000 }).map((parts) => parts / 10000),
);
const anyFinding = tuple(figure, figure, figure).map((three) => {
  const [low, estimate, high] = three.sort((a, b) => a - b);
  return found(estimate, low, high);
});

test("every claim's one number is that of a finding that decides", () => {
  for (const id of IDS) {
    const condition = CLAIMS[id].conditions[HEADLINES[id].condition];
    assert.ok(condition !== undefined, `${id} has no such condition`);
    assert.equal(condition.onlyShown, undefined, id);
  }
  assert.deepEqual(
    IDS.filter((id) => !compared.includes(id)),
    ["D12"],
  );
});

test("numbers are in a practitioner's units, and name the side that has more", () => {
  const says = (id: ClaimId, finding: Finding): string =>
    headlineOf(id, finding).sentenceWithInterval;
  const full = found(2.7, 2.6, 2.8);
  assert.equal(
    says("D1", full),
    "A full batch gets through 6.5 × [6.1, 7.0] as many examples a second as a batch of 1 (64-64-10 network).",
  );
  assert.equal(
    says("D1", negative(full)),
    "A batch of 1 gets through 6.5 × [6.1, 7.0] as many examples a second as a full batch (64-64-10 network).",
  );
  assert.equal(
    says("D16", found(0.496, 0.325, 0.667)),
    "Twice the batch size bears 1.41 × [1.25, 1.59] the learning rate (SGD, equal epochs).",
  );
  assert.equal(
    says("D16", found(-0.496, -0.667, -0.325)),
    "Half the batch size bears 1.41 × [1.25, 1.59] the learning rate (SGD, equal epochs).",
  );
  assert.equal(
    says("D3", found(0.3, 0.2, 0.4)),
    "A batch of 32 reaches 0.30 points [0.20, 0.40] more test accuracy than the full batch (MNIST-1D, trained to convergence, each rate tuned), too small to matter (under 0.5 points).",
  );
  assert.equal(
    says("D3", found(-0.167, -0.533, 0.15)),
    "No difference found, and none ruled out: the full batch reaches 0.17 points [−0.15, 0.53] more test accuracy than a batch of 32 (MNIST-1D, trained to convergence, each rate tuned).",
  );
  assert.equal(
    says("D3", found(0.6, 0.2, 1.0)),
    "A batch of 32 reaches 0.6 points [0.2, 1.0] more test accuracy than the full batch (MNIST-1D, trained to convergence, each rate tuned); whether by enough to matter (0.5 points) is not settled.",
  );
  assert.equal(
    headlineOf("D3", found(1.2, 0.51, 1.89), found(0.4, -0.6, 1.4)).sentenceWithInterval,
    "A batch of 32 reaches 1.2 points [0.5, 1.9] more test accuracy than the full batch (MNIST-1D, trained to convergence, each rate tuned), not settled after Holm's correction.",
  );
  assert.equal(
    says("D10", found(0)),
    "All 20 values are equal, so there is no interval: in the Keras example at the article's learning rate, batch size 32 reaches 0 points more test accuracy than batch size 512.",
  );
  assert.equal(
    says("D12", exactFinding(5.84e-15)),
    "Between chunk sizes of partial_fit, a coefficient changes by at most 5.84e−15 of the largest, too small to matter (under 0.000001).",
  );
  assert.equal(
    says("D12", exactFinding(0.356)),
    "Between chunk sizes of partial_fit, a coefficient changes by at most 0.356 of the largest.",
  );
});

test("whichever way a result falls, its sentence names the side that has more first or alone", async () => {
  await checkProperty(
    property(constantFrom(...compared), anyFinding, (id, finding) => {
      const [a, b] = HEADLINES[id].sides ?? ["", ""];
      const place = (side: string): number =>
        headlineOf(id, finding).sentence.search(new RegExp(`\\b${side}\\b`, "i"));
      const [more, less] = finding.estimate < 0 ? [place(b), place(a)] : [place(a), place(b)];
      assert.ok(more >= 0 && (less < 0 || more < less));
    }),
    { numRuns: 500, seed: 1 },
  );
});

test("an effect and its negative have one number and one sentence, with the sides exchanged", async () => {
  await checkProperty(
    property(constantFrom(...compared), anyFinding, (id, finding) => {
      const [a, b] = HEADLINES[id].sides ?? ["", ""];
      if (finding.estimate === 0) return;
      const [one, other] = [headlineOf(id, finding), headlineOf(id, negative(finding))];
      assert.deepEqual([one.number, one.interval], [other.number, other.interval]);
      const exchanged = other.sentenceWithInterval.replaceAll(
        new RegExp(`\\b(?:${a}|${b})\\b`, "gi"),
        (side) => (side.toLowerCase() === a.toLowerCase() ? b : a),
      );
      assert.equal(exchanged.toLowerCase(), one.sentenceWithInterval.toLowerCase());
    }),
    { numRuns: 500, seed: 1 },
  );
});

test("the number is the finding's, its interval lies on the finding's side, and the words are the verdict's", async () => {
  await checkProperty(
    property(constantFrom(...compared), anyFinding, (id, finding) => {
      const { says, unit } = CLAIMS[id].conditions[HEADLINES[id].condition];
      const { read } = READINGS[unit];
      const shown = headlineOf(id, finding);
      const { estimate, low, high } = finding.estimate < 0 ? negative(finding) : finding;
      const tolerance = Math.max((read(high) - read(low)) / 7, read(estimate) / 200);
      assert.ok(Math.abs(number(shown.number) - read(estimate)) <= tolerance, shown.number);
      const ends = [...shown.interval.matchAll(/[−\d.]+/g)].map(([end]) => number(end));
      assert.equal(ends.length, low === high ? 0 : 2);
      if (low < high) {
        assert.equal(Math.sign(ends[0] - read(0)), Math.sign(low), shown.interval);
        assert.equal(Math.sign(ends[1] - read(0)), Math.sign(high), shown.interval);
      }

      const { sentence, verdict } = shown;
      const point = low === high;
      assert.equal(sentence.startsWith("All 20 values are equal"), point);
      const withheld = sentence.includes("not settled after Holm");
      const open = !point && verdict === "not settled";
      assert.equal(sentence.startsWith("No difference found"), open && low <= 0);
      assert.equal(sentence.includes("is not settled"), open && low > 0);
      const little = says === "equal" ? "supported" : "too small to matter";
      assert.equal(
        sentence.includes("too small to matter"),
        !point && !withheld && verdict === little,
      );
    }),
    { numRuns: 1000, seed: 1 },
  );
});

test("a claim whose leading notebook has not run says which it is, whatever the others found", () => {
  const row = recordClaim("D4", {
    notebook: "06-noise",
    anchor: "Result",
    findings: { varianceTrained: found(1, 0.9, 1.1) },
  });
  const [d4] = ledger([row]).filter(({ id }) => id === "D4");
  assert.equal(headline(d4).number, "");
  assert.equal(headline(d4).sentence, "Not yet measured: notebook 01 does.");
});

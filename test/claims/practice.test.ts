/** The practitioner's table: each sentence follows from its figures, and nothing else gets in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type LeadOf32,
  PRACTICE_IDS,
  PRACTICE_RULES,
  PRACTICE_TYPE,
  type PracticeFindings,
  type PracticeId,
  practiceMarkdown,
  practiceTable,
  readPracticeRow,
  recordPractice,
  type SecondsToTarget,
  secondsPictures,
} from "batchwise/claims";
import { DISPLAY } from "batchwise/plot";
import type { Estimate } from "batchwise/stats";
import { array, assert as checkProperty, integer, property, tuple } from "fast-check";
import { FRAGMENTS } from "../report/fragments.js";

const found = (estimate: number, half = 0.1, n = 20): Estimate => ({
  estimate,
  low: estimate - half,
  high: estimate + half,
  level: 0.95,
  n,
});
const anyEstimate = tuple(integer({ min: -300, max: 300 }), integer({ min: 1, max: 100 })).map(
  ([middle, half]) => found(middle / 100, half / 100),
);
const place = (id: PracticeId): { notebook: string; anchor: string } => ({
  notebook: `${PRACTICE_RULES[id].notebook}-a-notebook`,
  anchor: "Result & more",
});

const SOME: PracticeFindings = {
  epochs: [{ task: "digits", best: 64, overBest: found(0), over8: found(1), over128: found(2) }],
  changing: [{ optimizer: "Adam", holds: found(0.9, 0.05), lost: found(0.1) }],
  seconds: [8, 32].map((batchSize) => ({ task: "digits", batchSize, seconds: found(batchSize) })),
  steps: [{ optimizer: "SGD", criticalSize: found(53, 9), saved: found(30, 6) }],
  memory: [{ task: "digits", lost: found(0.2) }],
  updates: [{ task: "digits", lost: found(1), regained: found(0.9) }],
};

/** The row of a finding as it is recorded; the types of a union of ids are the callers' matter. */
function recorded<Id extends PracticeId>(
  id: Id,
  findings: PracticeFindings[Id],
): ReturnType<typeof recordPractice<Id>> {
  return recordPractice(id, { ...place(id), findings });
}

test("every row is recorded, shown and read back the same", () => {
  for (const id of PRACTICE_IDS) {
    const row = recorded(id, SOME[id]);
    const bundle = row[DISPLAY]();
    const json: unknown = JSON.parse(JSON.stringify(bundle[PRACTICE_TYPE]));
    const { [DISPLAY]: _, ...plain } = row;
    assert.deepEqual(readPracticeRow(json), plain);
    assert.equal(row.status, "holds", id);
    assert.match(String(bundle["text/plain"]), new RegExp(`^${row.budget}: holds\n`));
    assert.match(String(bundle["text/html"]), /Rule of 2026-11-27: /);
  }
});

test("a start at 32 stands, falls or stays open with the interval of its lead", async () => {
  const lead = (task: string, overBest: Estimate, best: number): LeadOf32 => ({
    task,
    best,
    overBest,
    over8: found(0),
    over128: found(0),
  });
  await checkProperty(
    property(anyEstimate, (overBest) => {
      const { status, advice } = recorded("epochs", [lead("digits", overBest, 256)]);
      if (overBest.low > -0.5) {
        assert.equal(status, "holds");
        assert.match(advice, /^Start at 32\. .* then try 8 and 128\.$/);
      } else if (overBest.high < -0.5) {
        assert.equal(status, "does not hold");
        assert.match(advice, /^Start at 256\. .* then try 64 and 1024\.$/);
      } else {
        assert.equal(status, "not settled");
        assert.match(advice, /^Start at 32\. .* is not settled on digits\.$/);
      }
    }),
  );
  const two = [lead("digits", found(0), 64), lead("MNIST-1D", found(-2), 16)];
  assert.match(recorded("epochs", two).advice, /^Start at 32, and at 16 on MNIST-1D\. /);
});

test("the least time is named, and those that are not told apart from it", async () => {
  const times = array(tuple(integer({ min: 1, max: 10 }), anyEstimate), {
    minLength: 2,
    maxLength: 6,
  });
  await checkProperty(
    property(times, (all) => {
      const findings: SecondsToTarget[] = all.map(([, { estimate }], i) => ({
        task: "digits",
        batchSize: 2 ** i,
        seconds: found(4 + estimate, 0.2),
      }));
      const least = Math.min(...findings.map(({ seconds }) => seconds.estimate));
      const { advice, status } = recorded("seconds", findings);
      const named = Number(/here (\d+) on digits/.exec(advice)?.[1]);
      const chosen = findings.find(({ batchSize }) => batchSize === named);
      assert.equal(chosen?.seconds.estimate, least);
      const near = findings.filter(({ seconds }) => seconds.low <= least + 0.2).length > 1;
      assert.equal(status, near ? "not settled" : "holds");
      assert.equal(advice.includes("not told apart"), near);
    }),
  );
});

test("the √ rule, a cap and more updates are advised as far as their figures go", async () => {
  await checkProperty(
    property(anyEstimate, anyEstimate, (lost, regained) => {
      const below = lost.high < 0.5;
      const above = lost.low > 0.5;
      const little = below ? "holds" : above ? "does not hold" : "not settled";
      const rule = recorded("changing", [{ optimizer: "SGD", holds: found(0.5), lost }]);
      assert.equal(rule.status, little);
      assert.equal(rule.advice.startsWith("SGD: tune the rate anew"), above);
      assert.equal(rule.advice.includes("not settled"), !below && !above);
      const cap = recorded("memory", [{ task: "digits", lost }]);
      assert.equal(cap.status, little);
      assert.equal(cap.advice.includes("tune the rate for the smaller batch"), above);
      const more = recorded("updates", [{ task: "digits", lost, regained }]);
      if (below) assert.match(more.advice, /nothing is to be regained\.$/);
      else if (regained.high < 0.5) assert.match(more.advice, /give back less than 0\.5 points\.$/);
      else if (above && regained.low > 0.5) assert.equal(more.status, "holds");
      else assert.match(more.advice, /is not settled on digits\.$/);
    }),
  );
});

test("twice the critical size is advised where it is known and larger batches save little", () => {
  const steps = (low: number, high: number, saved: Estimate): string =>
    recorded("steps", [
      { optimizer: "SGD", criticalSize: { estimate: 50, low, high, level: 0.95, n: 20 }, saved },
    ]).status;
  assert.equal(steps(40, 70, found(30, 5)), "holds");
  assert.equal(steps(20, 90, found(30, 5)), "not settled");
  assert.equal(steps(40, 70, found(48, 5)), "not settled");
  assert.equal(steps(40, 70, found(60, 5)), "does not hold");
  assert.equal(steps(40, Number.POSITIVE_INFINITY, found(30, 5)), "not settled");
  const open = recorded("steps", [
    { optimizer: "SGD", criticalSize: { ...found(50), high: Infinity }, saved: found(30, 5) },
  ]);
  assert.match(open.advice, /here 100 \[100, ∞\] for SGD\. For SGD that is not settled\./);
  const json: unknown = JSON.parse(JSON.stringify(open[DISPLAY]()[PRACTICE_TYPE]));
  assert.equal(readPracticeRow(json).advice, open.advice);
});

test("a loss below zero is said as a gain, a lead below zero as lying behind", () => {
  const [line] = recorded("memory", [{ task: "digits", lost: found(-1.2) }]).evidence;
  assert.match(line.figure, /gains 1\.20 points \[1\.10, 1\.30\]$/);
  const [lead] = SOME.epochs;
  const [behind] = recorded("epochs", [{ ...lead, overBest: found(-0.2) }]).evidence;
  assert.match(
    behind.figure,
    /^32 is 0\.20 points \[0\.10, 0\.30\] behind the size of the lowest validation loss in each repeat, on average 64$/,
  );
});

test("values that do not differ settle nothing", () => {
  assert.equal(recorded("memory", [{ task: "digits", lost: found(0, 0) }]).status, "not settled");
});

test("the table says what is not yet measured, links to the rest and marks previews", () => {
  const row = recorded("memory", SOME.memory);
  const html = practiceTable([row], { preview: (notebook) => notebook === row.notebook });
  assert.equal(html.match(/Not yet measured: notebook 0\d does\./g)?.length, 5);
  assert.match(
    html,
    /<a href="02-a-notebook\.html#result-more">notebook 02<\/a> <span class="verdict preview">/,
  );
  assert.doesNotMatch(practiceTable([row]), /verdict preview/);
  const markdown = practiceMarkdown([row]).split("\n");
  assert.equal(markdown.length, 2 + PRACTICE_IDS.length);
  assert.match(
    markdown[6] ?? "",
    /^\| Memory \| Take .* \| digits: .* 0\.20 points \[0\.10, 0\.30\], n = 20 \(holds\) \[notebook 02\]\(notebooks\/02-a-notebook\.ipynb\) \|$/,
  );
});

test("a picture of the times names the least, whatever they are", async () => {
  const picture = secondsPictures(SOME.seconds);
  assert.match(picture, /<figcaption><strong>digits<\/strong><br>8 is fastest: 8\.00 s/);
  assert.equal(picture.match(/class="least"/g)?.length, 1);
  await checkProperty(
    property(array(integer({ min: 1, max: 100_000 }), { minLength: 2, maxLength: 12 }), (all) => {
      const times = all.map((tenths, i) => ({
        task: "digits",
        batchSize: 2 ** i,
        seconds: { ...found(tenths / 1000, 0), low: 0 },
      }));
      assert.doesNotMatch(secondsPictures(times), /NaN|Infinity|undefined/);
    }),
  );
});

test("rows that are none, and findings that do not fit, are refused with what would do", () => {
  const memory = { ...place("memory"), id: "memory", findings: SOME.memory };
  for (const wrong of [null, 3, "memory", [], {}, ...FRAGMENTS.map((id) => ({ ...memory, id }))])
    assert.throws(() => readPracticeRow(wrong), /readPracticeRow: (the row|id) must be /);
  assert.throws(
    () => readPracticeRow({ ...memory, notebook: "03-other" }),
    /notebook of memory must start with 02, got "03-other"/,
  );
  assert.throws(
    () => readPracticeRow({ ...memory, findings: [{ task: "digits", loss: found(1) }] }),
    /fields of memory must be among task, lost, got "loss"/,
  );
  assert.throws(
    () => readPracticeRow({ ...memory, findings: [{ task: "digits" }] }),
    /lost must be an object, got undefined/,
  );
  const [cap] = SOME.memory;
  for (const lost of [
    { ...found(1), low: 2 },
    { ...found(1), n: 0 },
    { ...found(1), level: 0.5 },
  ])
    assert.throws(() => readPracticeRow({ ...memory, findings: [{ ...cap, lost }] }), /lost/);
  assert.throws(
    () => readPracticeRow({ ...memory, findings: [cap, cap] }),
    /findings of memory must hold each task once, got "digits"/,
  );
  assert.throws(
    () => recorded("seconds", SOME.seconds.slice(1)),
    /at least two batch sizes of each task, got "digits"/,
  );
  // @ts-expect-error a wrong name is an error of types too
  assert.throws(() => recorded("memory", [{ task: "digits", loss: found(1) }]), /among task, lost/);
  // @ts-expect-error and so is a wrong row
  const unknown = (): unknown => recordPractice("budget", place("memory"));
  assert.throws(unknown, /id must be one of "epochs", "changing"/);
});

test("text from a file is never markup", () => {
  for (const text of FRAGMENTS.filter((fragment) => fragment.trim() && fragment.length <= 70)) {
    const row = recordPractice("memory", {
      notebook: `02-${text}`,
      anchor: text,
      findings: [{ task: text, lost: found(0.5) }],
    });
    const html = `${practiceTable([row])}${String(row[DISPLAY]()["text/html"])}`;
    assert.doesNotMatch(
      html,
      /<(?!\/?(?:table|thead|tbody|tr|th|td|ul|li|p|a|span|strong|small|details|summary|div|br)[ >])/,
    );
    assert.doesNotMatch(practiceMarkdown([row]), /</);
  }
});

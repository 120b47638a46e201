/** The figures, tables and sections of an answer, for every kind of answer. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Advice,
  adviceEvidence,
  adviceSections,
  adviceText,
  answerText,
  type ReportPart,
  sizeTable,
} from "batchwise/advise";
import { DISPLAY } from "batchwise/plot";
import { advices, plan, settled } from "./advices.js";

const repeat = "npm run advise -- x.csv";

/** Every text of a part, as a reader sees it. */
function words(part: ReportPart): string {
  switch (part.kind) {
    case "text":
      return part.text;
    case "list":
      return part.items.join("\n");
    case "code":
      return [part.name, ...part.lines].join("\n");
    case "figure":
      return JSON.stringify(part.figure.layout);
    case "table":
      return String(part.table[DISPLAY]()["text/plain"]);
    default:
      return assert.fail(JSON.stringify(part));
  }
}
const sectionsOf = (advice: Advice) => adviceSections(advice, { plan, repeat });
const figuresOf = (advice: Advice): string[] =>
  sectionsOf(advice)
    .flatMap(({ parts }) => parts)
    .flatMap((part) =>
      part.kind === "figure"
        ? [String(Reflect.get(Object(part.figure.layout["title"]), "text"))]
        : [],
    );

for (const [name, advice] of Object.entries(advices)) {
  test(`${name}: the sections in order, and no number that is none`, () => {
    const sections = sectionsOf(advice);
    const headings = sections.map(({ heading }) => heading);
    const always = [
      ...["Why", "What would change it", "Notes"],
      ...["The plan and its cost", "To copy", "To repeat it"],
    ];
    assert.deepEqual(headings, [...(advice.sizes.length > 0 ? ["The sizes"] : []), ...always]);
    for (const { parts } of sections)
      for (const part of parts) {
        assert.doesNotMatch(words(part), /NaN|undefined|Infinity|∞|\[object/);
        if (part.kind !== "figure") assert.doesNotMatch(words(part), /null/);
      }
  });

  test(`${name}: a sentence with a number follows each figure`, () => {
    for (const { parts } of sectionsOf(advice))
      for (const [i, part] of parts.entries())
        if (part.kind === "figure") {
          const next = parts[i + 1];
          assert.equal(next?.kind, "text");
          assert.match(next?.kind === "text" ? next.text : "", /\d/);
        }
  });

  test(`${name}: the answer is the terminal's`, () => {
    assert.ok(adviceText(advice).startsWith(`${answerText(advice)}\n`));
  });
}

test("what there is to draw is drawn, and nothing else", () => {
  const speed = "What an example costs, by batch size";
  const search = "The learning rate at 32";
  const all = [
    "Differences on fresh divisions of the data",
    "The learning rate of each batch size",
    "Validation loss by batch size and learning rate",
    ...[speed, "Where batches are large"],
  ];
  const drawn = (name: string): string[] => figuresOf(advices[name] ?? settled);
  for (const name of ["settled", "notSettled", "never settled", "regression"])
    assert.deepEqual(drawn(name), all, name);
  assert.deepEqual(drawn("of a program"), [
    "Differences on seeds that tuned nothing",
    ...all.slice(1, 4),
  ]);
  assert.deepEqual(drawn("ended before the comparison"), all.slice(1));
  assert.deepEqual(drawn("ended before other sizes"), [search, speed, "Where batches are large"]);
  assert.deepEqual(drawn("noSignal"), [search, speed]);
  assert.deepEqual(drawn("untested"), [speed]);
  assert.deepEqual(drawn("every rate diverged"), [speed]);
});

test("the figures hold the answer's own numbers", () => {
  const { contrasts, speed, rates, scale } = adviceEvidence(settled);
  const [points] = contrasts.figure?.data ?? [];
  assert.deepEqual(points?.["x"], [0.1234, 1.2345, 2.3]);
  assert.deepEqual(Reflect.get(Object(contrasts.figure?.layout["shapes"]), 0).x1, settled.margin);
  assert.match(contrasts.says, /128 loses 1\.2 points \(1\.2 \[0\.7, 1\.8\]\)/);
  assert.match(contrasts.says, /Against 32, 8 is equally good within the margin/);
  assert.match(contrasts.says, /Keeping your rate of 0\.01 at 32 loses 2\.3 points/);
  const times = speed.figure?.data.find(({ mode }) => mode === "markers");
  assert.deepEqual(
    times?.["y"],
    settled.speed.map(({ batchSize, microsPerStep }) => microsPerStep / batchSize),
  );
  const tuned = rates.figure?.data.find((trace) => trace["name"] === "tuned" && trace["marker"]);
  assert.deepEqual(
    tuned?.["y"],
    settled.sizes.map(({ learningRate }) => learningRate),
  );
  assert.match(
    rates.says,
    /From 8 to 128, 16\s× the size, .* 4\s×\. By the square-root rule .* 4\s×/,
  );
  assert.match(scale.says, /930 \[630, 1,400\]: 700 early in a run, 1,200 late/);
});

test("the rule is drawn through the tuned rate of the first size", () => {
  const { rates } = adviceEvidence({ ...settled, optimizer: "sgd", noiseScale: null });
  const rule = rates.figure?.data.find((trace) => trace["name"] === "the linear rule");
  const [x, y] = [rule?.["x"], rule?.["y"]] as [number[], number[]];
  for (const [i, size] of x.entries())
    assert.ok(Math.abs((y[i] ?? 0) / ((0.002 * size) / 32) - 1) < 1e-5, `${size}: ${y[i]}`);
});

test("a best rate at the end of what was tried for so long is called one at an edge", () => {
  const { search } = adviceEvidence(settled);
  assert.match(
    search.says,
    /4 learning rates from 0\.001 to 0\.008 were tried at 32, in 3 lengths/,
  );
  assert.match(search.says, /1 of 12 points/);
  const rising = settled.tried.filter(
    ({ steps, learningRate }) => steps < 3000 || learningRate > 0.003,
  );
  assert.match(search.says, /rates on both sides of it were tried/);
  assert.match(adviceEvidence({ ...settled, tried: rising }).search.says, /at the edge/);
});

test("each size has its row, its numbers and a verdict in words", () => {
  const rows = (advice: Advice): string[] =>
    String(sizeTable(advice)?.[DISPLAY]()["text/plain"]).split("\n").slice(1);
  const [small, middle, large] = rows(settled);
  assert.match(
    small ?? "",
    /^ *8 +0\.001 +91\.3 +1,234 +32 ms +−0\.1 \[−0\.5, 0\.3\] +recommended; is equally good within the margin$/,
  );
  assert.match(middle ?? "", /^ *32 +0\.002 +92\.3 .*– +best when tuned; costs more$/);
  assert.match(large ?? "", /missed +missed .*loses 1\.2 points; costs more$/);
  assert.match(rows(advices["notSettled"] ?? settled)[0] ?? "", /recommended; not settled/);
  const regression = sizeTable(advices["regression"] ?? settled)?.[DISPLAY]()["text/plain"];
  assert.match(String(regression), /in its own unit/);
  assert.match(String(regression), /45\.6 +114 /); // 45.6 % of the deviation of 250
});

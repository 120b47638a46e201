import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, parseCsv, Rng } from "batchwise";
import { type Advice, adviceText, advise } from "batchwise/advise";
import { DataError } from "batchwise/data";
import { asyncProperty, assert as checkProperty, constantFrom, integer, record } from "fast-check";

type Cell = (rng: Rng, i: number, label: string) => string;

/** What columns of other people's tables hold. */
const COLUMNS: Readonly<Record<string, Cell>> = {
  number: (rng) => rng.normal().toFixed(3),
  count: (rng) => String(rng.integer(20)),
  money: (rng) => String(Math.round(1e6 * Math.exp(2 * rng.normal()))),
  tiny: (rng) => String(1e-9 * rng.normal()),
  category: (rng) => ["red", "green", "blue, or teal", 'a "quoted" one', "grün"][rng.integer(5)],
  flag: (rng) => (rng.uniform() < 0.03 ? "yes" : "no"),
  constant: () => "7",
  mixed: (rng) => (rng.uniform() < 0.1 ? "n/a?" : String(rng.integer(3))),
  date: (_, i) =>
    `2024-${String(1 + (i % 12)).padStart(2, "0")}-${String(1 + (i % 28)).padStart(2, "0")}`,
  identifier: (_, i) => String(1000 + i),
  leaking: (_, __, label) => String(label.length * 100 + (label.codePointAt(0) ?? 0)),
  telling: (rng, _, label) => ((label.codePointAt(0) ?? 0) + 2 * rng.normal()).toFixed(2),
};
const NAMES = Object.keys(COLUMNS);

const tables = record({
  seed: integer({ min: 0, max: 1e6 }),
  rows: constantFrom(3, 40, 70, 120),
  columns: integer({ min: 1, max: 7 }),
  /** Share of the cells that are empty. */
  missing: constantFrom(0, 0, 0.1, 0.6),
  policy: constantFrom("error", "drop", "mean", "category"),
  repeated: constantFrom(0, 0.5),
  /** Examples of each class but the first are as few as that; 0 for equal shares. */
  few: constantFrom(0, 0, 1, 4),
  labels: constantFrom(["a", "b"], ["a", "bb", "c"], ["1", "2"], ["a"], ["yes", "No", "ÄÖ", "?"]),
});

function tableOf({ seed, rows, columns, missing, repeated, few, labels }: Shape): {
  readonly text: string;
  readonly kinds: readonly string[];
} {
  const rng = Rng.fromSeed(seed);
  const kinds = Array.from({ length: columns }, () => NAMES[rng.integer(NAMES.length)]);
  const lines: string[] = [];
  for (let i = 0; i < rows; i++) {
    if (i > 0 && rng.uniform() < repeated) {
      lines.push(lines[i - 1]);
      continue;
    }
    const rare = few === 0 ? labels.length * rows : few * (labels.length - 1);
    const label =
      labels[
        few === 0
          ? rng.integer(labels.length)
          : i < rare
            ? 1 + (i % Math.max(1, labels.length - 1))
            : 0
      ] ?? labels[0];
    const cells = kinds.map((kind) =>
      rng.uniform() < missing ? "" : COLUMNS[kind](rng, i, label),
    );
    lines.push([...cells, label].map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","));
  }
  const head = [...kinds.map((kind, c) => `${kind}${c}`), "label"].join(",");
  return { text: [head, ...lines, ""].join("\n"), kinds };
}

interface Shape {
  readonly seed: number;
  readonly rows: number;
  readonly columns: number;
  readonly missing: number;
  readonly policy: "error" | "drop" | "mean" | "category";
  readonly repeated: number;
  readonly few: number;
  readonly labels: readonly string[];
}

/** The advice, or nothing where the table is refused with a message that says why. */
async function advised(
  text: string,
  { seed, policy }: Pick<Shape, "seed" | "policy">,
): Promise<Advice | undefined> {
  try {
    const { data, features } = parseCsv(text, { label: "label", missing: policy });
    return await advise(data, {
      ...{ features, seed: seed % 5 },
      model: { kind: "mlp", hidden: [4] },
      budget: { steps: 15 },
    });
  } catch (error) {
    if (!(error instanceof ArgumentError || error instanceof DataError)) throw error;
    assert.match(error.message, /^(advise|CSV|parseCsv).*: ./s);
    return undefined;
  }
}

test("any text table is refused by name or gets an answer; identifiers and leaks are named", async () => {
  let answers = 0;
  await checkProperty(
    asyncProperty(tables, async (shape) => {
      const { text, kinds } = tableOf(shape);
      const advice = await advised(text, shape);
      if (advice === undefined) return;
      answers++;
      assert.deepEqual(JSON.parse(JSON.stringify(advice)), advice);
      assert.ok(advice.batchSize >= 1 && advice.batchSize <= shape.rows);
      assert.ok(advice.learningRate > 0 && Number.isFinite(advice.learningRate));
      assert.doesNotMatch(adviceText(advice), /NaN|undefined|Infinity|\[object/);
      if (shape.missing > 0 || shape.repeated > 0) return;
      const notes = advice.notes.join("\n");
      for (const [c, kind] of kinds.entries()) {
        if (kind === "identifier")
          assert.match(notes, new RegExp(`"identifier${c}" looks like an id`));
        // A single example is told from the others by many a column.
        if (kind === "leaking" && shape.few !== 1)
          assert.match(notes, new RegExp(`"leaking${c}" tells the class`));
      }
    }),
    { numRuns: 30, seed: 14 },
  );
  assert.ok(answers >= 8, `${answers} answers`);
});

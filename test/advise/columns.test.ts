import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCsv, Rng } from "batchwise";
import { audit } from "batchwise/dist/advise/data/audit.js";
import { findColumns } from "batchwise/dist/advise/data/columns.js";

const rng = Rng.fromSeed(3);
const N = 120;

/** A table of noise with the columns under test beside it. */
function found(columns: Readonly<Record<string, (i: number, y: number) => string | number>>) {
  const rows = Array.from({ length: N }, (_, i) => {
    const y = rng.integer(3);
    return [rng.normal(), ...Object.values(columns).map((make) => make(i, y)), `c${y}`].join(",");
  });
  const text = [["noise", ...Object.keys(columns), "y"].join(","), ...rows].join("\n");
  const { data, features } = parseCsv(text, { label: "y" });
  return { data, features, columns: findColumns(data, features) };
}

test("identifiers are named: counted, shuffled, far from zero, times", () => {
  const order = Rng.fromSeed(1).permutation(N);
  const { columns } = found({
    row: (i) => i + 1,
    shuffled: (i) => order[i],
    far: (i) => 90_000_000 + i,
    time: (i) => 1000.5 + i * 0.25,
    age: () => rng.integer(60),
    weight: () => 50 + 20 * rng.uniform(),
  });
  assert.deepEqual(columns.identifiers, ["row", "shuffled", "far", "time"]);
  assert.deepEqual(columns.leaking, []);
  assert.deepEqual(columns.constant, []);
});

test("columns that tell the class are named: as numbers, as categories, with limits, but for few", () => {
  const { columns } = found({
    code: (_, y) => (y + 1) * 7,
    word: (_, y) => ["red", "green", "blue"][y],
    score: (_, y) => y + 0.9 * rng.uniform(),
    halfTold: (_, y) => (y === 0 ? 0 : rng.uniform()),
    close: (_, y) => y + 1.5 * rng.uniform(),
    closer: (_, y) => y + 1.15 * rng.uniform(),
  });
  assert.deepEqual(columns.leaking, ["code", "word", "score"]);
});

test("what says nothing is named as constant only", () => {
  const { columns } = found({ same: () => 4 });
  assert.deepEqual(columns, { constant: ["same"], identifiers: [], leaking: [] });
});

test("the audit says each in a sentence that names the column, and counts repeated examples", () => {
  const { data, features } = found({ id: (i) => i, code: (_, y) => y });
  const notes = audit(data, N, { features }).notes.join("\n");
  assert.match(notes, /column "id" looks like an identifier/);
  assert.match(notes, /column "code" tells the class all by itself/);
  const twice = parseCsv("a,b,y\n1,2,u\n1,2,u\n1,2,v\n3,4,v\n", { label: "y" });
  const said = audit(twice.data, 4, {}).notes.join("\n");
  assert.match(said, /1 of 4 examples repeat an earlier one/);
  assert.match(said, /1 of 4 examples have the features of another with a different class/);
});

test("a tiny class beside a dominant one: balanced accuracy, and nothing on single classes", () => {
  const text = `a,y\n${Array.from({ length: 60 }, (_, i) => `${rng.normal()},${i < 3 ? "rare" : "usual"}`).join("\n")}\n`;
  const { data } = parseCsv(text, { label: "y" });
  const { metric, baseline, notes } = audit(data, 48, {});
  assert.deepEqual([metric.name, baseline], ["balancedAccuracy", 50]);
  assert.match(notes.join("\n"), /"rare" \(3\): fewer than 10 examples/);
  assert.equal(audit(data, 48, { metric: "accuracy" }).baseline, 95);
});

test("columns that give a real target are named: in another unit, bent, but for rounding; a good feature is not", () => {
  const draw = Rng.fromSeed(8);
  const rows = Array.from({ length: N }, () => {
    const y = 20 + 5 * draw.normal();
    const noise = draw.normal();
    const cells = [noise, 3 * y - 7, -y, Math.exp(y / 5), Math.round(100 * y), y + 0.5 * noise];
    return [...cells, Math.round(y / 5), y < 20 ? "low" : "high", y].join(",");
  });
  const header = "noise,scaled,negative,bent,cents,near,coarse,word,y";
  const text = [header, ...rows].join("\n");
  const { data, features } = parseCsv(text, { label: "y", problem: "regression" });
  const columns = findColumns(data, features);
  assert.deepEqual(columns.leaking, ["scaled", "negative", "bent", "cents"]);
  assert.deepEqual(columns.constant, []);
});

test("a constant, an identifier and three rows do not give a real target", () => {
  const read = (n: number) => {
    const rows = Array.from({ length: n }, (_, i) => `${i},7,${Math.sin(i)}`);
    const text = ["id,same,y", ...rows].join("\n");
    const { data, features } = parseCsv(text, { label: "y", problem: "regression" });
    return findColumns(data, features);
  };
  assert.deepEqual(read(30), { constant: ["same"], identifiers: ["id"], leaking: [] });
  assert.deepEqual(read(2).leaking, []);
});

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { randomSearch, sweep, uniform } from "batchwise";
import { openJournal } from "batchwise/dist/search/journal.js";
import { canonicalJson, parsePlain, plainJson } from "batchwise/dist/search/plainJson.js";
import type { Ask } from "batchwise/search";
import { anything, assert as check, jsonValue, property } from "fast-check";

const folder = mkdtempSync(join(tmpdir(), "batchwise-journal-"));
after(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = (): string => join(folder, "made", `${files++}.jsonl`);
const identity = { work: "test", of: { seed: 1 } };

function entriesOf(path: string): readonly unknown[] {
  const journal = openJournal(path, identity);
  journal.close();
  return journal.entries;
}

function written(path: string, entries: readonly unknown[]): string {
  const journal = openJournal(path, identity);
  for (const entry of entries) journal.append(entry);
  journal.close();
  return readFileSync(path, "utf8");
}

test("a journal gives back what was appended, over any number of openings, as lines of JSON", async () => {
  const path = newPath();
  const entries: unknown[] = [];
  await check(
    property(jsonValue(), (entry) => {
      assert.deepEqual(entriesOf(path), entries);
      written(path, [entry]);
      entries.push(JSON.parse(JSON.stringify(entry))); // −0 and __proto__ as JSON has them
    }),
    { numRuns: 30, seed: 1 },
  );
  for (const line of readFileSync(path, "utf8").trim().split("\n")) JSON.parse(line);
});

test("a journal cut off at any byte loses the torn line only, and can be gone on with", () => {
  const path = newPath();
  const entries = [{ a: 1 }, { b: "né ü 数" }, [1, 2, 3]];
  const whole = Buffer.from(written(path, entries));
  const ends = [...whole].flatMap((byte, i) => (byte === 10 ? [i + 1] : []));
  for (let length = 0; length <= whole.length; length++) {
    writeFileSync(path, whole.subarray(0, length));
    const kept = Math.max(0, ends.filter((end) => end <= length).length - 1);
    assert.deepEqual(entriesOf(path), entries.slice(0, kept), `cut at byte ${length}`);
    written(path, entries.slice(kept));
    assert.deepEqual(readFileSync(path), whole, `gone on with after byte ${length}`);
  }
});

test("a journal with zeros or noise at its end is cut back; a damaged line before a good one is an error", () => {
  const path = newPath();
  const whole = written(path, [{ a: 1 }, { a: 2 }, { a: 3 }]);
  for (const tail of ["\0".repeat(100), '{"sum":"', '{"a":1}\n{"a":2}\n', "\n\n"]) {
    writeFileSync(path, whole + tail);
    assert.deepEqual(entriesOf(path), [{ a: 1 }, { a: 2 }, { a: 3 }]);
    assert.equal(readFileSync(path, "utf8"), whole);
  }
  const damaged = whole.replace('{"a":2}', '{"a":7}');
  writeFileSync(path, damaged);
  assert.throws(() => entriesOf(path), {
    name: "JournalError",
    message: `${path}: line 3 is damaged, and good lines follow it`,
  });
  assert.equal(readFileSync(path, "utf8"), damaged);
});

test("what is no journal is refused and left as it is", () => {
  const path = newPath();
  written(path, []);
  for (const text of ["my notes\n", '{"a":1}\n', "x"]) {
    writeFileSync(path, text);
    assert.throws(() => entriesOf(path), {
      name: "JournalError",
      message: /is no journal of this library/,
    });
    assert.equal(readFileSync(path, "utf8"), text);
  }
});

test("the journal of another search is refused, and the error says what differs", async () => {
  const path = newPath();
  const space = { x: uniform(0, 1) };
  const score = async (asks: readonly Ask<{ x: number }>[]): Promise<number[]> =>
    asks.map(({ config }) => config.x);
  const options = { seed: 1, trials: 3, journal: path, experiment: { data: "digits" } };
  await randomSearch(space, score, options);
  const before = readFileSync(path, "utf8");
  const others: readonly (readonly [() => Promise<unknown>, string])[] = [
    [() => randomSearch(space, score, { ...options, seed: 2 }), "seed is 1 there and 2 here"],
    [
      () => randomSearch({ x: uniform(0, 2) }, score, options),
      'space is {"x":{"draw":"uniform","high":1,"low":0}} there and {"x":{"draw":"uniform","high":2,"low":0}} here',
    ],
    [
      () => randomSearch(space, score, { ...options, resource: 2 }),
      "resource is 1 there and 2 here",
    ],
    [
      () => randomSearch(space, score, { ...options, experiment: undefined }),
      'experiment is {"data":"digits"} there and nothing here',
    ],
    [
      async () =>
        sweep([1], async () => [1], { journal: path })
          [Symbol.asyncIterator]()
          .next(),
      "it belongs to randomSearch, not to sweep",
    ],
  ];
  for (const [other, differing] of others)
    await assert.rejects(other, {
      name: "JournalError",
      message: `${path}: is the journal of other work: ${differing}; give another path, or delete it to start anew`,
    });
  assert.equal(readFileSync(path, "utf8"), before);
});

test("plain values survive a line of JSON, numbers that JSON lacks too; all else is refused by its path", async () => {
  const values = { a: [NaN, Infinity, -Infinity, -0, 1e-300], b: { c: null, d: "\u2028\n" } };
  assert.deepEqual(parsePlain(plainJson("test", { ...values, gone: undefined })), values);
  assert.equal(canonicalJson("test", { b: 1, a: { d: 1, c: 2 } }), '{"a":{"c":2,"d":1},"b":1}');
  const refused: readonly (readonly [unknown, RegExp])[] = [
    [
      { a: [new Float32Array(2)] },
      /^ArgumentError: test: a\[0\] must be plain JSON, got Float32Array/,
    ],
    [{ a: () => 1 }, /test: a must be plain JSON, got a function/],
    [new Map(), /test: the value must be plain JSON/],
    [[undefined], /must be plain JSON, got undefined/],
    [{ a: { $number: "1" } }, /test: a must not have the key "\$number"/],
  ];
  for (const [value, message] of refused) assert.throws(() => plainJson("test", value), message);
  await check(
    property(anything({ withNullPrototype: true, maxDepth: 3 }), (value) => {
      let text: string;
      try {
        text = plainJson("test", value);
      } catch (error) {
        assert.equal((error as Error).name, "ArgumentError");
        return;
      }
      assert.equal(plainJson("test", parsePlain(text)), text);
      assert.equal(canonicalJson("test", parsePlain(text)), canonicalJson("test", value));
    }),
    { numRuns: 500, seed: 1 },
  );
});

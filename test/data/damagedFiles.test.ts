import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, test } from "node:test";
import { Rng } from "batchwise";
import { loadExamples } from "batchwise/data";
import { mutations } from "./mutations.js";

const folder = mkdtempSync(join(tmpdir(), "damaged-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Copies with a small damage each: near the start, anywhere, or in the last bytes, where Parquet and zip have their tables. */
function damaged(good: Uint8Array, rng: Rng, count: number): Uint8Array[] {
  const turned = Uint8Array.from(good).reverse();
  return [
    ...mutations(good, rng.fork("start"), count),
    ...mutations(turned, rng.fork("end"), count).map((bytes) => bytes.reverse()),
  ];
}

for (const name of ["houses.parquet", "houses.pages.parquet", "houses.xlsx", "houses.jsonl"])
  test(`${name} with any damage gives examples or a DataError`, async () => {
    const good = readFileSync(join("test/fixtures/tables", name));
    const outcomes = { examples: 0, refusals: 0 };
    for (const bytes of damaged(good, Rng.fromSeed(2), 25)) {
      const path = join(folder, `damaged${extname(name)}`);
      writeFileSync(path, bytes);
      try {
        const { data } = await loadExamples(path, { label: "sold", missing: "category" });
        assert.equal(data.x.length, data.n * data.shape[0]);
        outcomes.examples++;
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "DataError") throw error;
        outcomes.refusals++;
      }
    }
    assert.ok(outcomes.refusals > 5, JSON.stringify(outcomes));
  });

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { loadBloodCells } from "batchwise";
import { checkDataset } from "batchwise/data";

const cells = loadBloodCells();
const logCount = (cell: number, gene: number): number => cells.x[cell * 765 + gene];

test("the blood cells are scanpy's 700, and their file is the one of SHA256SUMS", () => {
  assert.equal(cells.n, 700);
  assert.deepEqual(cells.shape, [765]);
  assert.equal(checkDataset("test", cells), cells);
  const counts = cells.classes.map((type, label) => [
    type,
    cells.y.filter((y) => y === label).length,
  ]);
  // scanpy 1.11.5: sc.datasets.pbmc68k_reduced().obs["bulk_labels"].value_counts()
  assert.deepEqual(Object.fromEntries(counts), {
    "CD14+ Monocyte": 129,
    "CD19+ B": 95,
    "CD34+": 13,
    "CD4+/CD25 T Reg": 68,
    "CD4+/CD45RA+/CD25- Naive T": 8,
    "CD4+/CD45RO+ Memory": 19,
    "CD56+ NK": 31,
    "CD8+ Cytotoxic T": 54,
    "CD8+/CD45RA+ Naive Cytotoxic": 43,
    Dendritic: 240,
  });
  const [sum, name] = readFileSync("data/blood-cells/SHA256SUMS", "utf8").trim().split(/ +/);
  const file = readFileSync(`data/blood-cells/${name}`);
  assert.equal(createHash("sha256").update(file).digest("hex"), sum);
});

test("its values are scanpy's, which it rounds to three decimals", () => {
  // scanpy 1.11.5: sc.datasets.pbmc68k_reduced().raw.X at [cell, gene]; the last is the largest of all.
  const values = [
    [0, 0, 0],
    [0, 411, 3.023],
    [99, 204, 1.345],
    [333, 747, 1.905],
    [500, 661, 1.735],
    [699, 35, 1.142],
    [548, 736, 6.489],
  ] as const;
  for (const [cell, gene, value] of values)
    assert.ok(Math.abs(logCount(cell, gene) - value) < 0.00051, `cell ${cell}, gene ${gene}`);
  const filled = cells.x.filter((value) => value > 0).length;
  assert.equal(filled, 174_400);
});

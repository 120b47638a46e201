import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { DataError } from "./dataError.js";
import type { Dataset } from "./dataset.js";

/** Columns before the genes: the cell's type, and its molecules of all genes. */
const BEFORE = 2;
/** Counts are given per this many molecules, so that cells of which more was caught look alike. */
const MOLECULES = 10_000;

/**
 * The 700 blood cells with 765 genes that come with the library: wide data as they are measured, most values zero.
 * A value is log(1 + 10,000 · count ÷ total): how many molecules of the gene were counted, per 10,000 of the cell.
 * The ten classes are types of white blood cells; the rarest has 8 cells.
 * Source: 10x Genomics (Zheng et al. 2017, CC BY 4.0), as selected for the Python package scanpy; provenance,
 * licences and checksum in `data/blood-cells/`.
 * @example
 * ```ts
 * import { loadBloodCells } from "batchwise";
 *
 * const { n, shape, classes } = loadBloodCells();
 * console.log(n, shape, classes.length); // 700 [ 765 ] 10
 * ```
 */
export function loadBloodCells(): Dataset {
  // The build lays `data/blood-cells/` beside the compiled file.
  const path = fileURLToPath(new URL("./blood-cells/cells.csv.gz", import.meta.url));
  const [header, ...lines] = gunzipSync(readFileSync(path)).toString().trimEnd().split("\n");
  const features = header.split(",").length - BEFORE;
  const n = lines.length;
  const x = new Float32Array(n * features);
  const types = lines.map((line, cell) => {
    const [type, total, ...counts] = line.split(",");
    if (counts.length !== features)
      throw new DataError(
        `loadBloodCells: ${path}: cell ${cell} must have ${features} counts, got ${counts.length}`,
      );
    for (const [gene, count] of counts.entries())
      x[cell * features + gene] = Math.log1p((Number(count) / Number(total)) * MOLECULES);
    return type;
  });
  const classes = [...new Set(types)].sort();
  const y = Int32Array.from(types, (type) => classes.indexOf(type));
  return { x, y, n, shape: [features], classes };
}

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { madeOnce } from "./madeOnce.mjs";

/**
 * A Parquet file of 20 columns and a label, as `parquet_file.py` writes it.
 * @param {string} python
 * @param {{ rows: number, kind: "numbers" | "decimals" | "float32" | "words" }} options
 * @returns {string} its path
 */
export function parquetFile(python, { rows, kind }) {
  return madeOnce(`table-${rows}-${kind}.parquet`, (path) => {
    const script = fileURLToPath(new URL("parquet_file.py", import.meta.url));
    const made = spawnSync(python, [script, String(rows), kind, path], { stdio: ["ignore", 2, 2] });
    if (made.status !== 0) throw new Error("bench: making a Parquet file failed; see above");
  });
}

import { allDigits, csvFile, decimals, quoted } from "./csvFile.mjs";
import { parquetFile } from "./parquetFile.mjs";
import { cifarFiles, idxFiles } from "./pictureFiles.mjs";

/**
 * What is read in one table of the report: `files` makes a case's files, `slow` ones are left out of a quick look.
 * @typedef {{ case: string, slow?: boolean, request?: object, files: (python: string) => string[] }} Case
 * @typedef {{ title: string, peer: string, theirs: string, ours: string, bytesAlone?: boolean, cases: readonly Case[] }} Group
 */

/** @param {string} name @param {Parameters<typeof csvFile>[0]} options @returns {Case} */
const csv = (name, options) => ({
  case: name,
  slow: options.rows > 1e5,
  files: () => [csvFile(options)],
});

/** @param {string} name @param {Parameters<typeof parquetFile>[1]} options @returns {Case} */
const parquet = (name, options) => ({
  case: `Parquet, ${name}`,
  slow: options.rows > 1e5,
  files: (python) => [parquetFile(python, options)],
});

/** @type {readonly Group[]} */
export const GROUPS = [
  {
    title: "CSV",
    peer: "pandas",
    theirs: "pandas_csv.py",
    ours: "batchwise_csv.mjs",
    cases: [
      csv("10,000 × 20 numbers", { rows: 1e4, cell: decimals }),
      csv("100,000 × 20 numbers", { rows: 1e5, cell: decimals }),
      csv("100,000 × 20, one of words", { rows: 1e5, cell: decimals, words: true }),
      csv("100,000 × 20 in quotes", { rows: 1e5, cell: quoted }),
      csv("100,000 × 20, all digits", { rows: 1e5, cell: allDigits }),
      csv("1,000,000 × 20 numbers", { rows: 1e6, cell: decimals }),
    ],
  },
  {
    title: "Parquet",
    peer: "pyarrow",
    theirs: "pyarrow_parquet.py",
    ours: "batchwise_parquet.mjs",
    cases: [
      parquet("100,000 × 20, all digits", { rows: 1e5, kind: "numbers" }),
      parquet("100,000 × 20, six decimals", { rows: 1e5, kind: "decimals" }),
      parquet("100,000 × 20, float32", { rows: 1e5, kind: "float32" }),
      parquet("100,000 × 20, one of words", { rows: 1e5, kind: "words" }),
      parquet("1,000,000 × 20, all digits", { rows: 1e6, kind: "numbers" }),
    ],
  },
  {
    title: "pictures",
    peer: "NumPy",
    theirs: "numpy_pictures.py",
    ours: "batchwise_pictures.mjs",
    bytesAlone: true,
    cases: [
      { case: "IDX, 60,000 × 28×28", request: { kind: "idx" }, files: () => idxFiles(60_000) },
      { case: "CIFAR, 20,000 × 32×32×3", request: { kind: "cifar" }, files: () => cifarFiles(2) },
    ],
  },
];

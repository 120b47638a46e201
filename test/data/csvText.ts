import assert from "node:assert/strict";
import { type CsvData, type CsvOptions, parseCsv } from "batchwise";

export const read = (text: string, options: Partial<CsvOptions> = {}): CsvData =>
  parseCsv(text, { label: "y", ...options }, "h.csv");

export const failsWith = (text: string, message: RegExp, options: Partial<CsvOptions> = {}): void =>
  assert.throws(() => read(text, options), { name: "DataError", message });

/** One column `a`, with labels 0 and 1 in turn. */
export const column = (cells: readonly unknown[], delimiter = ","): string =>
  [`a${delimiter}y`, ...cells.map((cell, i) => `${cell}${delimiter}${i % 2}`)].join("\n");

export const times = (n: number, cell: (i: number) => unknown): string =>
  column(Array.from({ length: n }, (_, i) => cell(i)));

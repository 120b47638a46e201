/** Small notebooks for the report tests, as nbformat 4.5 writes them. */
import { writeFileSync } from "node:fs";
import path from "node:path";

type Output = Readonly<Record<string, unknown>>;
export interface Cell {
  readonly cell_type: "markdown" | "code" | "raw";
  readonly id: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly source: string;
  readonly attachments?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly outputs?: readonly Output[];
  readonly execution_count?: number | null;
}
export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
}
/** Python's nbformat allows `id` only once. */
let ids = 0;

export const prose = (source: string): Cell => ({
  cell_type: "markdown",
  id: `cell-${ids++}`,
  metadata: {},
  source,
});

export const raw = (source: string, format?: string): Cell => ({
  cell_type: "raw",
  id: `cell-${ids++}`,
  metadata: format === undefined ? {} : { raw_mimetype: format, format },
  source,
});

export const code = (
  source: string,
  outputs: readonly Output[] = [],
  metadata: Readonly<Record<string, unknown>> = {},
): Cell => ({
  cell_type: "code",
  id: `cell-${ids++}`,
  metadata,
  source,
  outputs,
  execution_count: null,
});

export const shown = (data: Readonly<Record<string, unknown>>): Output => ({
  output_type: "display_data",
  data,
  metadata: {},
});

export const figure = (
  data: readonly unknown[],
  layout: Readonly<Record<string, unknown>> = {},
  text = "Figure",
): Output => shown({ "application/vnd.plotly.v1+json": { data, layout }, "text/plain": text });

export const stream = (text: string, name: "stdout" | "stderr" = "stdout"): Output => ({
  output_type: "stream",
  name,
  text,
});

export const thrown = (ename: string, evalue: string): Output => ({
  output_type: "error",
  ename,
  evalue,
  traceback: [`${ename}: ${evalue}`, "    at <cell>:1:7"],
});

export const notebook = (
  cells: readonly Cell[],
  record: Readonly<Record<string, unknown>> = {},
): Notebook => ({
  cells,
  metadata: {
    kernelspec: {
      name: "batchwise",
      display_name: "TypeScript (Batchwise)",
      language: "typescript",
    },
    language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" },
    batchwise: {
      status: "ok",
      started: "2026-11-22T15:04:00+00:00",
      seconds: 42.3,
      cells: cells.filter((cell) => cell.cell_type === "code").length,
      cores: 2,
      profile: "quick",
      ...record,
    },
  },
  nbformat: 4,
  nbformat_minor: 5,
});

/** @returns the file's path */
export function write(folder: string, name: string, content: Notebook): string {
  const file = path.join(folder, name);
  writeFileSync(file, `${JSON.stringify(content, null, 1)}\n`);
  return file;
}

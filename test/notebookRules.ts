/** The parts of a notebook file (nbformat 4) that the rules read. */
export interface Notebook {
  readonly nbformat: number;
  readonly nbformat_minor: number;
  readonly metadata: { readonly kernelspec?: { readonly name?: string } };
  readonly cells: readonly Cell[];
}

export interface Cell {
  readonly id?: string;
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly execution_count?: number | null;
  readonly outputs?: readonly unknown[];
}

/** The sections of every notebook, in order. */
export const HEADINGS = ["Question", "Data", "Method", "Run", "Result", "Limits", "Summary"];
/** Of a code cell: lines, and characters of a line that the report's column shows. */
export const CELL = { lines: 20, columns: 80 };
/** Names that a notebook imports, a namespace (`import * as stats`) being one. */
export const NAMES = 12;

const sourceOf = (cell: Cell): string => [cell.source].flat().join("");
const isCode = (cell: Cell): boolean => cell.cell_type === "code";

/** Lines of a Markdown text outside its fenced blocks. */
function proseLines(cell: Cell): string[] {
  return sourceOf(cell)
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, "")
    .split("\n");
}

/** Everything in which a notebook is not as it is to be committed; empty if it is. */
export function notebookProblems(notebook: Notebook): string[] {
  return [...fileProblems(notebook), ...textProblems(notebook), ...codeProblems(notebook)];
}

/** No traces of a run, an id for every cell, the project's kernel. */
function fileProblems({ nbformat, nbformat_minor, metadata, cells }: Notebook): string[] {
  const problems: string[] = [];
  if (nbformat !== 4 || nbformat_minor < 5)
    problems.push(`format must be 4.5 or newer, got ${nbformat}.${nbformat_minor}`);
  const kernel = metadata.kernelspec?.name;
  if (kernel !== "batchwise") problems.push(`kernelspec must be batchwise, got ${kernel}`);
  const ids = new Set<string>();
  for (const [i, { id, execution_count: count, outputs }] of cells.entries()) {
    if (id === undefined) problems.push(`cell ${i + 1} must have an id`);
    else if (ids.has(id)) problems.push(`cell ${i + 1} must have an id of its own, got ${id}`);
    else ids.add(id);
    if (outputs?.length) problems.push(`cell ${i + 1} must have no outputs`);
    if (typeof count === "number") problems.push(`cell ${i + 1} must have no execution count`);
  }
  return problems;
}

/** The title, the answer below it, the sections. */
function textProblems({ cells }: Notebook): string[] {
  const problems: string[] = [];
  const first = cells[0]?.cell_type === "markdown" ? sourceOf(cells[0]) : "";
  if (!/^# \S.*\n\s*> \S/.test(first))
    problems.push("the first cell must be an H1 title followed by a blockquote with the answer");
  const prose = cells.filter((cell) => cell.cell_type === "markdown").flatMap(proseLines);
  const titles = prose.filter((line) => /^# /.test(line)).length;
  if (titles > 1) problems.push(`there must be one H1, got ${titles}`);
  const headings = prose.filter((line) => /^## /.test(line)).map((line) => line.slice(3).trim());
  if (headings.join() !== HEADINGS.join())
    problems.push(`H2 must be ${HEADINGS.join(" · ")}, got ${headings.join(" · ")}`);
  return problems;
}

/** Cells that can be read at a glance, and one import cell of few names. */
function codeProblems({ cells }: Notebook): string[] {
  const problems: string[] = [];
  const code = cells.filter(isCode).map((cell) => sourceOf(cell).trimEnd().split("\n"));
  for (const [i, lines] of code.entries()) {
    if (lines.length > CELL.lines)
      problems.push(
        `code cell ${i + 1} must have at most ${CELL.lines} lines, got ${lines.length}`,
      );
    const widest = Math.max(...lines.map((line) => line.length));
    if (widest > CELL.columns)
      problems.push(
        `code cell ${i + 1} must have lines of at most ${CELL.columns} characters, got ${widest}`,
      );
  }
  const importing = code.filter((lines) => lines.some((line) => /^import\b/.test(line)));
  if (importing.length > 1) problems.push(`there must be one import cell, got ${importing.length}`);
  const names = importing.flatMap((lines) => importedNames(lines.join("\n")));
  if (names.length > NAMES)
    problems.push(
      `at most ${NAMES} names must be imported, got ${names.length}: ${names.join(", ")}`,
    );
  return problems;
}

/** The names that import declarations bind, types too; a namespace is one. */
function importedNames(source: string): string[] {
  return [...source.matchAll(/^import\s+(?:type\s+)?([\s\S]*?)\s+from\s+["']/gm)].flatMap(
    ([, names]) =>
      (names ?? "")
        .replace(/[{}]/g, ",")
        .split(",")
        .map((name) => name.trim().replace(/^.*\bas\s+|^type\s+/, ""))
        .filter((name) => name !== ""),
  );
}

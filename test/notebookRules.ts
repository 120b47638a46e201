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
export const CODE_CELLS = { least: 10, most: 18 };
export const LINES = { most: 20, median: 6 };

const sourceOf = (cell: Cell): string => [cell.source].flat().join("");
const isCode = (cell: Cell): boolean => cell.cell_type === "code";
const lineCount = (cell: Cell): number => sourceOf(cell).trimEnd().split("\n").length;

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

/** Few and short code cells. */
function codeProblems({ cells }: Notebook): string[] {
  const problems: string[] = [];
  const lines = cells.filter(isCode).map(lineCount);
  if (lines.length < CODE_CELLS.least || lines.length > CODE_CELLS.most)
    problems.push(
      `there must be ${CODE_CELLS.least} to ${CODE_CELLS.most} code cells, got ${lines.length}`,
    );
  for (const [i, n] of lines.entries())
    if (n > LINES.most)
      problems.push(`code cell ${i + 1} must have at most ${LINES.most} lines, got ${n}`);
  const middle = median(lines);
  if (middle > LINES.median)
    problems.push(`the median of lines must be at most ${LINES.median}, got ${middle}`);
  return problems;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

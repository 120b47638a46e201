import type { Cell, Notebook } from "./notebookRules.js";

const cell = (id: string, cell_type: string, source: string): Cell =>
  cell_type === "code"
    ? { id, cell_type, source, outputs: [], execution_count: null }
    : { id, cell_type, source };

/** The smallest notebook that follows every rule. */
export function exampleNotebook(): Notebook & { cells: Cell[] } {
  const headings = ["Question", "Data", "Method", "Run", "Result", "Limits", "Summary"];
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "batchwise" } },
    cells: [
      cell("title", "markdown", "# A title\n\n> The answer.\n\nRuntime and seeds."),
      ...headings.map((name) => cell(`h-${name}`, "markdown", `## ${name}\n\nText.`)),
      ...Array.from({ length: 10 }, (_, i) => cell(`c${i}`, "code", `const x${i} = ${i};\nx${i}`)),
    ],
  };
}

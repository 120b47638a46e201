// Git's clean filter for notebooks: reads one from stdin, writes it without what a run leaves behind.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { splitLines, writeJson } from "./layout.mjs";

/** What JupyterLab and runners write into a cell's metadata. */
const VOLATILE = ["ExecuteTime", "collapsed", "execution", "scrolled", "trusted"];
/** The notebook's own metadata; the rest is the tool's that saved it last. */
const KEPT = ["authors", "batchwise", "kernelspec", "title"];
const KERNEL = {
  display_name: "TypeScript (Batchwise)",
  language: "typescript",
  name: "batchwise",
};
const LANGUAGE = { file_extension: ".ts", mimetype: "text/typescript", name: "typescript" };

const asLines = (text) => splitLines([text].flat().join(""));

/** nbformat writes the text of attachments as lines too. */
function cleanAttachment(bundle) {
  const isText = (type) => /^text\/|^application\/javascript$|^image\/svg\+xml$/.test(type);
  const clean = ([type, content]) => [type, isText(type) ? asLines(content) : content];
  return Object.fromEntries(Object.entries(bundle).map(clean));
}

function cleanCell(cell) {
  const kept = Object.entries(cell.metadata ?? {}).filter(([key]) => !VOLATILE.includes(key));
  const clean = { ...cell, metadata: Object.fromEntries(kept), source: asLines(cell.source) };
  if (cell.cell_type === "code") Object.assign(clean, { outputs: [], execution_count: null });
  if (cell.attachments)
    clean.attachments = Object.fromEntries(
      Object.entries(cell.attachments).map(([name, bundle]) => [name, cleanAttachment(bundle)]),
    );
  return clean;
}

/**
 * A notebook (nbformat 4) without outputs, execution counts and the traces of tools,
 * in the layout that nbformat writes.
 * @param {string} text the file
 * @returns {string} the cleaned file; cleaning it again changes nothing
 */
export function cleanNotebook(text) {
  const notebook = JSON.parse(text);
  const metadata = Object.fromEntries(
    Object.entries(notebook.metadata).filter(([key]) => KEPT.includes(key)),
  );
  if (metadata.kernelspec?.name === KERNEL.name)
    Object.assign(metadata, { kernelspec: KERNEL, language_info: LANGUAGE });
  return `${writeJson({ ...notebook, cells: notebook.cells.map(cleanCell), metadata })}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const text = readFileSync(0, "utf8");
  try {
    process.stdout.write(cleanNotebook(text));
  } catch (error) {
    // Half-merged files are no JSON: git gets them as they are.
    console.error(`clean: not a notebook, left as it is: ${/** @type {Error} */ (error).message}`);
    process.stdout.write(text);
  }
}

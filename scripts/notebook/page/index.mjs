/** `index.html`: the reports in a list, from the executed notebooks beside them. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { writeWhole } from "../../writeWhole.mjs";
import { escapeHtml } from "./html.mjs";
import { pageWithMathML } from "./maths.mjs";
import { page } from "./page.mjs";

/** @param {number} seconds */
export function duration(seconds) {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return `${minutes} min ${Math.round(seconds - 60 * minutes)} s`;
}

/** @param {any} record metadata.batchwise of an executed notebook */
function state({ status, error, cells, started = "", seconds = 0, profile = "" }) {
  const facts = [
    `${started.slice(0, 10)} ${started.slice(11, 16)} UTC`,
    profile === "quick" ? "quick, a preview" : profile,
    duration(seconds),
  ];
  const rest = facts.map(escapeHtml).join(" · ");
  if (status === "ok") return rest;
  const what = status === "interrupted" ? "stopped" : "failed";
  const where = error?.cell ? ` at cell ${error.cell} of ${cells}` : "";
  return `<strong>${escapeHtml(what + where)}</strong> · ${rest}`;
}

/** What the base64 of every PNG begins with. */
const PNG = /^iVBORw0KGgo[A-Za-z0-9+/]+=*$/;

/** The first PNG among the outputs. @param {any} notebook */
function picture(notebook) {
  for (const cell of notebook.cells) {
    for (const output of cell.outputs ?? []) {
      const png = [output.data?.["image/png"] ?? ""].flat().join("").replaceAll("\n", "");
      if (PNG.test(png)) return png;
    }
  }
  return null;
}

/** @param {string} name @param {any} notebook */
function entry(name, notebook) {
  const record = notebook.metadata.batchwise ?? {};
  const href = escapeHtml(`${encodeURIComponent(name)}.html`);
  const png = picture(notebook);
  const image = png
    ? `<a href="${href}" tabindex="-1"><img alt="" src="data:image/png;base64,${png}"></a>`
    : "";
  return `<li><div>
<h3><a href="${href}">${escapeHtml(record.title || name)}</a></h3>
${record.answer || ""}
<p class="state">${state(record)}</p>
</div>${image}</li>`;
}

/**
 * Lists every executed notebook in `<out>/notebooks` whose report exists and whose source is still there.
 * @param {{ out: string, source: string, answer?: string, ledger?: string }} options source: the folder of the notebooks;
 *   answer: what all of them say together, above the list; ledger: a section below it; both are trusted HTML
 * @returns {Promise<string>} the index
 */
export async function writeIndex({ out, source, answer = "", ledger = "" }) {
  const folder = path.join(out, "notebooks");
  const names = (await readdir(folder))
    .filter((file) => file.endsWith(".ipynb") && existsSync(path.join(source, file)))
    .map((file) => path.basename(file, ".ipynb"))
    .filter((name) => existsSync(path.join(out, `${name}.html`)))
    .sort();
  const entries = await Promise.all(
    names.map(async (name) =>
      entry(name, JSON.parse(await readFile(path.join(folder, `${name}.ipynb`), "utf8"))),
    ),
  );
  const body = `<main class="list">
<header>
<h1>Batchwise</h1>
<div class="answer"><p>How to set the batch size, and what has to move with it, to get the accuracy you need.</p></div>
</header>
${answer && `<section class="together">\n<h2>Which batch size should I use?</h2>\n${answer}\n</section>`}
<section>
<h2>Notebooks</h2>
<ol class="reports">
${entries.join("\n")}
</ol>
</section>
${ledger}
</main>`;
  const file = path.join(out, "index.html");
  const whole = await page({ title: "Batchwise", body, head: "<!--maths-->" });
  await writeWhole(file, pageWithMathML(whole));
  return file;
}

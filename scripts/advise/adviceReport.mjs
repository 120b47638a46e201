/** The advisor's answer as one HTML file that works offline, in the looks of the notebooks' reports. */

import { escapeHtml } from "../notebook/page/html.mjs";
import { duration } from "../notebook/page/index.mjs";
import { page } from "../notebook/page/page.mjs";
import { FIGURE_SCRIPTS, PAGE_SCRIPT } from "../notebook/page/pageScripts.mjs";
import { writeWhole } from "../writeWhole.mjs";
import { pictures } from "./pictures.mjs";

/**
 * @typedef {import("../../lib/dist/advise/index.js").Advice} Advice
 * @typedef {import("../../lib/dist/advise/index.js").Plan} Plan
 * @typedef {import("../../lib/dist/advise/index.js").ReportPart} ReportPart
 * @typedef {import("../../lib/dist/advise/index.js").ReportSection} ReportSection
 */

/**
 * Writes the report on an answer.
 * @param {string} file
 * @param {object} subject
 * @param {Advice} subject.advice
 * @param {Plan} subject.plan
 * @param {string} subject.name what the data or the program is called
 * @param {Readonly<Record<string, string>>} subject.about what else is to be said of them, by heading
 * @param {string} subject.repeat the command that repeats the plan
 */
export async function writeAdviceReport(file, { advice, plan, name, about, repeat }) {
  const { DISPLAY } = await import("../../lib/dist/plot/index.js");
  const { adviceSections, answerText } = await import("../../lib/dist/advise/index.js");
  const sections = adviceSections(advice, { plan, repeat });
  const parts = sections.flatMap((section) => section.parts);
  const figures = parts.flatMap((part) => (part.kind === "figure" ? [part.figure] : []));
  const drawn = await pictures(figures);
  let count = 0;
  /** @param {ReportPart} part */
  const html = (part) => {
    switch (part.kind) {
      case "text":
        return `<p>${escapeHtml(part.text)}</p>`;
      case "list":
        return `<ul>${part.items.map((item) => `<li>${escapeHtml(item)}</li>`).join("")}</ul>`;
      case "code":
        return `<h3 class="library">${escapeHtml(part.name)}</h3>\n${code(part.lines)}`;
      case "table":
        return tableHtml(String(part.table[DISPLAY]()["text/html"]), part.stacks);
      case "figure": {
        const bundle = part.figure[DISPLAY]();
        return figureHtml(bundle, { number: ++count, png: drawn[count - 1] });
      }
      default:
        throw new Error(`a report has no part of kind ${JSON.stringify(part)}`);
    }
  };
  const title = `Advice on ${name}`;
  const contents = sections
    .map(({ heading }) => `<li><a href="#${idOf(heading)}">${escapeHtml(heading)}</a></li>`)
    .join("");
  const body = `<nav class="contents" aria-label="Contents">
<ol>${contents}</ol>
</nav>
<main>
<header>
<span class="home">Batchwise</span>
<h1>${escapeHtml(title)}</h1>
<div class="answer"><p>${escapeHtml(answerText(advice))}</p></div>
<dl class="run">
${facts(advice, plan, about).join("")}
</dl>
</header>
<details class="contents-short"><summary>Contents</summary>
<ol>${contents}</ol></details>
${sections.map((section) => sectionHtml(section, html)).join("\n")}
</main>`;
  await writeWhole(
    file,
    await page({ title: `${title} · Batchwise`, body, files: [...FIGURE_SCRIPTS, PAGE_SCRIPT] }),
  );
}

/** @param {ReportSection} section @param {(part: ReportPart) => string} html */
function sectionHtml({ heading, parts }, html) {
  const id = idOf(heading);
  const anchor = `<a class="anchor" href="#${id}" aria-label="Link to this section">#</a>`;
  return `<h2 id="${id}">${escapeHtml(heading)}${anchor}</h2>\n${parts.map(html).join("\n")}`;
}

/** @param {string} heading one of our own */
function idOf(heading) {
  return heading.toLowerCase().replaceAll(/[^a-z]+/g, "-");
}

/** What is known of the run. @param {Advice} advice @param {Plan} plan @param {Readonly<Record<string, string>>} about */
function facts({ status, metric, optimizer, margin, trainings, seconds }, { request }, about) {
  const { subject, seed } = request;
  const words = {
    settled: "settled",
    notSettled: "not settled",
    noSignal: "no signal",
    untested: "untested",
  };
  const known = {
    Answer: words[status],
    ...about,
    Model: modelWords(subject["model"]),
    Optimizer: optimizer,
    Features: subject["prepare"],
    Metric: metric,
    Margin: `${Number(margin.toPrecision(2))} points`,
    Trainings: trainings,
    Duration: duration(seconds),
    Seed: seed,
    Run: `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`,
    Node: process.versions.node,
  };
  const told = Object.entries(known).filter(([, text]) => text !== undefined && text !== "");
  return told.map(([name, text]) => `<div><dt>${name}</dt><dd>${escapeHtml(text)}</dd></div>`);
}

/** A model by its kind and widths; nothing where there is none. @param {unknown} model its specification */
function modelWords(model) {
  if (typeof model !== "object" || model === null) return "";
  const { kind, hidden, filters } = /** @type {Record<string, unknown>} */ (model);
  return [kind, hidden ?? filters ?? []].flat().join(" ");
}

/** @param {readonly string[]} lines */
function code(lines) {
  return `<section class="cell"><div class="code"><pre class="listing copy"><code>${escapeHtml(lines.join("\n"))}</code></pre></div></section>`;
}

/**
 * @param {string} table of the library's, in which all text is escaped; a page says alignment by class
 * @param {boolean} stacks whether each cell says its column, for a narrow page
 */
function tableHtml(table, stacks) {
  const columns = [...table.matchAll(/<th [^>]*>(.*?)<\/th>/g)].map(([, text]) => text);
  let cell = 0;
  const named = table.replaceAll(
    "<td",
    () => `<td data-column="${columns[cell++ % columns.length]}"`,
  );
  const styled = (stacks ? named : table)
    .replaceAll(/<tr>(?=(?:(?!<\/tr>).)*>recommended)/g, '<tr class="chosen">')
    .replaceAll(' style="text-align: right"', ' class="number"')
    .replaceAll(' style="text-align: left"', "");
  return `<section class="cell"><div class="table${stacks ? " stacks" : ""}" tabindex="0" role="region" aria-label="Table">${styled}</div></section>`;
}

/**
 * @param {Readonly<Record<string, unknown>>} bundle
 * @param {{ number: number, png: string | undefined }} options
 */
function figureHtml(bundle, { number, png }) {
  const label = escapeHtml(bundle["text/plain"]);
  const picture = png ? `<img alt="${label}" src="data:image/png;base64,${png}">` : "";
  const json = JSON.stringify(bundle["application/vnd.plotly.v1+json"])
    .replaceAll("<", "\\u003c")
    .replaceAll(">", "\\u003e")
    .replaceAll("&", "\\u0026");
  return `<section class="cell"><figure class="plot" id="figure-${number}" aria-label="${label}">
<div class="plot-live"></div>${picture}<script type="application/json">${json}</script>
</figure></section>`;
}

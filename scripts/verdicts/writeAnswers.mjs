/** The practitioner's table in README.md and the papers in docs/papers.md, from the last standard report. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { withMarkedPart } from "../markedPart.mjs";
import { readAnswers } from "../notebook/page/answers.mjs";
import { writeWhole } from "../writeWhole.mjs";

/**
 * @param {string} root the project
 * @param {{ check?: boolean, source?: string }} [options] check: write nothing; source: a line on what was run and when
 * @returns {Promise<string[]>} the files whose tables were others
 */
export async function writeAnswers(root, { check = false, source = "" } = {}) {
  const { paperMarkdown, practiceMarkdown } = await import("batchwise/claims");
  const { practice, papers } = await readAnswers(path.join(root, "reports", "notebooks"));
  const under = source === "" ? "" : `${source}\n\n`;
  const parts = [
    { file: "README.md", part: "practice", content: practiceMarkdown(practice) },
    { file: "docs/papers.md", part: "papers", content: `${under}${paperMarkdown(papers)}` },
  ];
  const files = await Promise.all(
    parts.map(async ({ file, part, content }) => {
      const old = await readFile(path.join(root, file), "utf8").catch(() => "");
      return { file, old, text: withMarkedPart(old, { file, part, content }) };
    }),
  );
  const changed = files.filter(({ old, text }) => text !== old);
  if (!check) for (const { file, text } of changed) await writeWhole(path.join(root, file), text);
  return changed.map(({ file }) => file);
}

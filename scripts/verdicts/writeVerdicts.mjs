/** The ledger of the last standard report as two Markdown tables: in short in README.md, whole in docs/verdicts.md. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { withMarkedPart } from "../markedPart.mjs";
import { duration } from "../notebook/page/index.mjs";
import { readLedger } from "../notebook/page/ledger.mjs";
import { writeWhole } from "../writeWhole.mjs";

const PROFILE = "standard";
const RULES = "docs/verdicts.md";

/**
 * @param {string} root the project
 * @param {{ check?: boolean }} [options] check: write nothing
 * @returns {Promise<{ source: string, changed: string[] }>} what was run and when, and the files whose verdicts were others
 */
export async function writeVerdicts(root, { check = false } = {}) {
  const executed = path.join(root, "reports", "notebooks");
  const source = sourceLine(await records(root, executed));
  const { headlinesMarkdown, ledgerMarkdown } = await import("batchwise/claims");
  const rows = await readLedger(executed);
  const tables = { "README.md": headlinesMarkdown(rows), "docs/verdicts.md": ledgerMarkdown(rows) };
  const files = await Promise.all(
    Object.entries(tables).map(async ([file, table]) => {
      const old = await readFile(path.join(root, file), "utf8").catch(() => "");
      const content = `${source}\n\n${table}`;
      return { file, old, text: withMarkedPart(old, { file, part: "verdicts", content }) };
    }),
  );
  const changed = files.filter(({ old, text }) => text !== old);
  if (!check) for (const { file, text } of changed) await writeWhole(path.join(root, file), text);
  return { source, changed: changed.map(({ file }) => file) };
}

/**
 * Writes the rules of all claims to docs/verdicts.md; they need no run.
 * @param {string} root the project
 * @param {{ check?: boolean }} [options] check: write nothing
 * @returns {Promise<{ changed: string[] }>} the file, if its rules were others
 */
export async function writeRules(root, { check = false } = {}) {
  const { rulesMarkdown } = await import("batchwise/claims");
  const file = path.join(root, RULES);
  const old = await readFile(file, "utf8").catch(() => "");
  const text = withMarkedPart(old, { file: RULES, part: "rules", content: rulesMarkdown() });
  if (!check && text !== old) await writeWhole(file, text);
  return { changed: text === old ? [] : [RULES] };
}

/** The records of all notebooks, each of which must have run whole in the profile. @param {string} root @param {string} executed */
async function records(root, executed) {
  const names = (await readdir(path.join(root, "notebooks"))).filter((n) => n.endsWith(".ipynb"));
  return Promise.all(
    names.sort().map(async (name) => {
      const file = path.join(executed, name);
      const record = existsSync(file)
        ? JSON.parse(await readFile(file, "utf8")).metadata.batchwise
        : {};
      const { profile, status } = record;
      if (profile === PROFILE && status === "ok") return record;
      const got = status === undefined ? "no run" : `${profile}, ${status}`;
      throw new Error(
        `verdicts: ${name} must have run in profile ${PROFILE}, got ${got}; ` +
          `npm run report -- --profile ${PROFILE} --only ${name.slice(0, 2)}`,
      );
    }),
  );
}

/** @param {any[]} all records of executed notebooks */
function sourceLine(all) {
  const seconds = all.reduce((sum, record) => sum + record.seconds, 0);
  const days = all.map(({ started }) => started.slice(0, 10)).sort();
  const when = days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`;
  return `Profile \`${PROFILE}\`, ${all.length} notebook${all.length === 1 ? "" : "s"}, ${duration(seconds)} of run time in all, on ${all[0].cores} cores, ${when}. Intervals are 95 %.`;
}

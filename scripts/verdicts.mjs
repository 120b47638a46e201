/** `npm run verdicts`: the ledger of the last standard report, written to README.md. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeToReadme } from "./readme.mjs";
import { duration } from "./report/index.mjs";
import { readLedger } from "./report/ledger.mjs";
import { root } from "./setup/paths.mjs";

const PROFILE = "standard";
const executed = join(root, "reports", "notebooks");

/** The records of all notebooks, each of which must have run whole in the profile. */
function records() {
  const names = readdirSync(join(root, "notebooks")).filter((name) => name.endsWith(".ipynb"));
  return names.sort().map((name) => {
    const file = join(executed, name);
    const record = existsSync(file)
      ? JSON.parse(readFileSync(file, "utf8")).metadata.batchwise
      : {};
    const { profile, status } = record;
    if (profile === PROFILE && status === "ok") return record;
    const got = status === undefined ? "no run" : `${profile}, ${status}`;
    throw new Error(
      `verdicts: ${name} must have run in profile ${PROFILE}, got ${got}; ` +
        `npm run report -- --profile ${PROFILE} --only ${name.slice(0, 2)}`,
    );
  });
}

try {
  const all = records();
  const { ledgerMarkdown } = await import("batchwise/claims");
  const table = ledgerMarkdown(await readLedger(executed));
  const seconds = all.reduce((sum, record) => sum + record.seconds, 0);
  const days = all.map(({ started }) => started.slice(0, 10)).sort();
  const when = days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`;
  const source = `Profile \`${PROFILE}\`, ${all.length} notebooks, ${duration(seconds)} of run time in all, on ${all[0].cores} cores, ${when}. Intervals are 95 %.`;
  writeToReadme("verdicts", `${source}\n\n${table}`);
  console.log(`${source}\nREADME.md holds the verdicts.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/**
 * `npm run verdicts`: the rules of all claims, and the ledger and the answers of the last standard report, written to
 * README.md and docs/. `-- --rules` writes the rules alone, `-- --check` nothing.
 */
import { parseArgs } from "node:util";
import { writeAnswers } from "./report/writeAnswers.mjs";
import { writeRules, writeVerdicts } from "./report/writeVerdicts.mjs";
import { root } from "./setup/paths.mjs";

/** @param {{ check: boolean, rules: boolean }} options */
async function write(options) {
  const rules = await writeRules(root, options);
  if (options.rules) return rules;
  const { source, changed: verdicts } = await writeVerdicts(root, options);
  console.log(source);
  return [...rules, ...verdicts, ...(await writeAnswers(root, { ...options, source }))];
}

try {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean", default: false },
      rules: { type: "boolean", default: false },
    },
  });
  const changed = [...new Set(await write(values))];
  if (changed.length === 0) console.log("README.md and docs/ hold these already.");
  else if (!values.check) console.log(`Written: ${changed.join(", ")}.`);
  else throw new Error(`verdicts: other than these in ${changed.join(", ")}; npm run verdicts`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

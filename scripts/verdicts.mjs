/**
 * `npm run verdicts`: the rules of all claims to docs/verdicts.md, and the ledger of the last standard report to README.md
 * and docs/verdicts.md. `-- --rules` writes the rules alone, `-- --check` nothing.
 */
import { parseArgs } from "node:util";
import { writeRules, writeVerdicts } from "./report/writeVerdicts.mjs";
import { root } from "./setup/paths.mjs";

try {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean", default: false },
      rules: { type: "boolean", default: false },
    },
  });
  const rules = await writeRules(root, values);
  const verdicts = values.rules ? { changed: [] } : await writeVerdicts(root, values);
  if ("source" in verdicts) console.log(verdicts.source);
  const changed = [...new Set([...rules.changed, ...verdicts.changed])];
  if (changed.length === 0) console.log("README.md and docs/verdicts.md hold these.");
  else if (!values.check) console.log(`Written: ${changed.join(", ")}.`);
  else throw new Error(`verdicts: other than these in ${changed.join(", ")}; npm run verdicts`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

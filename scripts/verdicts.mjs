/**
 * `npm run verdicts`: the rules of all claims to docs/verdicts.md, and the ledger and the answers of the last standard
 * report to README.md and docs/. `-- --rules` writes the rules alone, `-- --check` nothing. A sentence of a notebook's
 * answer that the figures contradict is an error.
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { root } from "./setup/paths.mjs";
import { openAnswers, openAnswersText } from "./verdicts/openAnswers.mjs";
import { writeAnswers } from "./verdicts/writeAnswers.mjs";
import { writeRules, writeVerdicts } from "./verdicts/writeVerdicts.mjs";

try {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean", default: false },
      rules: { type: "boolean", default: false },
    },
  });
  const written = new Set((await writeRules(root, values)).changed);
  if (!values.rules) {
    const { source, changed } = await writeVerdicts(root, values);
    for (const file of changed) written.add(file);
    for (const file of await writeAnswers(root, { ...values, source })) written.add(file);
    console.log(source);
  }
  const changed = [...written];
  if (changed.length === 0) console.log("README.md and docs/ hold these.");
  else if (!values.check) console.log(`Written: ${changed.join(", ")}.`);
  else throw new Error(`verdicts: other than these in ${changed.join(", ")}; npm run verdicts`);
  if (!values.rules) {
    const { lines, wrong } = openAnswersText(
      await openAnswers(path.join(root, "reports", "notebooks")),
    );
    for (const line of lines) console.log(line);
    if (wrong > 0)
      throw new Error(`verdicts: ${wrong} of these must be said otherwise or not at all`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** `npm run verdicts`: the ledger and the answers of the last standard report, written to README.md and docs/. */
import { parseArgs } from "node:util";
import { writeAnswers } from "./report/writeAnswers.mjs";
import { writeVerdicts } from "./report/writeVerdicts.mjs";
import { root } from "./setup/paths.mjs";

try {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  const { source, changed: verdicts } = await writeVerdicts(root, values);
  const answers = await writeAnswers(root, { ...values, source });
  const changed = [...new Set([...verdicts, ...answers])];
  console.log(source);
  if (changed.length === 0)
    console.log("README.md, docs/verdicts.md and docs/papers.md hold these verdicts and answers.");
  else if (!values.check) console.log(`Written: ${changed.join(", ")}.`);
  else
    throw new Error(
      `verdicts: other than this report's in ${changed.join(", ")}; npm run verdicts`,
    );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

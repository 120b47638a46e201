/** `npm run verdicts`: the ledger of the last standard report, written to README.md and docs/verdicts.md. */
import { parseArgs } from "node:util";
import { writeVerdicts } from "./report/writeVerdicts.mjs";
import { root } from "./setup/paths.mjs";

try {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  const { source, changed } = await writeVerdicts(root, values);
  console.log(source);
  if (changed.length === 0) console.log("README.md and docs/verdicts.md hold these verdicts.");
  else if (!values.check) console.log(`Written: ${changed.join(", ")}.`);
  else
    throw new Error(
      `verdicts: other than this report's in ${changed.join(", ")}; npm run verdicts`,
    );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** `npm run lab`: JupyterLab on the notebooks. */
import { ensureSetup } from "./setup.mjs";

await ensureSetup(); // before anything of node_modules is loaded
const { labCommand } = await import("./notebook/lab/labCommand.mjs");
process.exitCode = await labCommand(process.argv.slice(2));

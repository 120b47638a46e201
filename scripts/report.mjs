/** `npm run report`: every notebook run, exported and listed. */
import { ensureSetup } from "./setup.mjs";

await ensureSetup(); // before anything of node_modules is loaded
const { reportCommand } = await import("./report/command.mjs");
process.exitCode = await reportCommand(process.argv.slice(2));

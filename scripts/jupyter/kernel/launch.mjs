// The kernel's process: node launch.mjs <connection file>
import { isUnwinding } from "./breakOff.mjs";
import { CellRunner } from "./cellRunner.mjs";
import { shimNode } from "./nodeShims.mjs";
import { refuseInput } from "./noInput.mjs";
import { watchParent } from "./parentWatch.mjs";
import { KernelServer } from "./server.mjs";
import { SignalWatch } from "./signalWatch.mjs";
import { ROOT } from "./tslab.mjs";

/** Most frames of a stack are tslab's and Node's, and are cut: ten would leave too few of the reader's. */
Error.stackTraceLimit = 50;

process.chdir(ROOT);
shimNode();
refuseInput();
watchParent();
const signals = new SignalWatch();
const runner = new CellRunner(signals);
const server = new KernelServer(runner, process.argv[2]);
await signals.start({
  onSignal: () => server.interrupt(),
  onBroken: () => server.resume(),
});
await server.start();
// From here on, errors that nobody caught are the notebook's; before, they end the kernel.
process.on("uncaughtException", (error) => isUnwinding(error) || runner.surfaced(error));
process.on("unhandledRejection", (error) => runner.surfaced(error));

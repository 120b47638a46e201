import { CellRunner } from "./cells/cellRunner.mjs";
import { ROOT } from "./compile/tslab.mjs";
import { isUnwinding } from "./interrupt/breakOff.mjs";
import { SignalWatch } from "./interrupt/signalWatch.mjs";
import { shimNode } from "./nodeShims.mjs";
import { refuseInput } from "./noInput.mjs";
import { offerProgress } from "./output/progress.mjs";
import { watchParent } from "./parentWatch.mjs";
import { KernelServer } from "./protocol/server.mjs";

/** Most frames of a stack are tslab's and Node's, and are cut: ten would leave too few of the reader's. */
const STACK_FRAMES = 50;

/**
 * Serves a connection of Jupyter until the process ends.
 * @param connection what its connection file holds
 * @param sockets bound to it
 */
export async function runKernel(connection, sockets) {
  Error.stackTraceLimit = STACK_FRAMES;
  process.chdir(ROOT);
  shimNode();
  refuseInput();
  watchParent();
  await offerProgress();
  const signals = new SignalWatch();
  const runner = new CellRunner(signals);
  const server = new KernelServer(runner, connection, sockets);
  await signals.start({
    onSignal: () => server.interrupt(),
    onBroken: () => server.resume(),
  });
  server.start();
  // From here on, errors that nobody caught are the notebook's; before, they end the kernel.
  process.on("uncaughtException", (error) => isUnwinding(error) || runner.surfaced(error));
  process.on("unhandledRejection", (error) => runner.surfaced(error));
}

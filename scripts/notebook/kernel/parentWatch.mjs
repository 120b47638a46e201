import { Worker } from "node:worker_threads";

/**
 * Ends this process when the one that started it (Jupyter) is gone. In a thread of its own, so that
 * a kernel deep in a synchronous computation ends too.
 */
export function watchParent() {
  const options = { workerData: { parent: process.ppid }, execArgv: [] };
  new Worker(new URL("./parentWatchThread.mjs", import.meta.url), options).unref();
}

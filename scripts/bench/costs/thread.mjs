import { parentPort } from "node:worker_threads";
import { stepTimes } from "./engines.mjs";
import { MEASURES } from "./measures.mjs";

// Measures what it is asked for. A thread that is not a process's main one has no second thread to share calls with.

const none = { ask: () => Promise.reject(new Error("there is no further thread to ask")) };

const CALLS = {
  measure: ({ file, constant, seconds }) => MEASURES[file][constant](seconds, none),
  stepTimes,
};

parentPort?.on("message", async ({ call, argument }) => {
  try {
    parentPort?.postMessage({ found: await CALLS[call](argument) });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});

import { runTrials } from "batchwise";
import { withQueue } from "batchwise/queue";
import { digits, someTrials } from "./study.js";

/** A producer as a process of its own, for tests that kill it: the study of `someTrials` with a journal. */
const [url, journal, seeds, epochs] = process.argv.slice(2);
const settings = { url, patienceSeconds: 60 };
const trials = someTrials(Number(seeds), Number(epochs));
const onProgress = ({ done }: { readonly done: number }): void =>
  void process.stdout.write(`${done}\n`);
await withQueue(settings, () => runTrials(digits, trials, { journal, onProgress }));

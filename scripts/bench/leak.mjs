import { short } from "./statistics.mjs";
import { markdownTable } from "./table.mjs";
import { Worker } from "./worker.mjs";

const LONG = { runs: 1, steps: 100_000, warmUp: { steps: 10_000 } };
const MANY = { runs: 1000, steps: 20, warmUp: { runs: 100 } };

/** What is run, on which engine; the warm-up first, so that what is kept once (kernels, pools) does not count. */
const CASES = [
  { case: "one run, WebAssembly", engine: "wasm", ...LONG },
  { case: "one run, TensorFlow", engine: "tensorflow", ...LONG },
  { case: "many runs, WebAssembly", engine: "wasm", ...MANY },
  { case: "many runs, TensorFlow", engine: "tensorflow", ...MANY },
  { case: "trainMany, threads", engine: "threads", ...MANY },
];
const QUICK = 20;

/**
 * Growth of tensors and resident memory, each case in a process of its own.
 * @param {{ quick: boolean, filter: RegExp }} options
 */
export async function benchLeak({ quick, filter }) {
  const rows = [];
  for (const request of CASES.filter((c) => filter.test(c.case))) {
    const worker = new Worker("Batchwise", [process.execPath, "batchwise_leak.mjs"]);
    const { unavailable } = await worker.ready;
    if (unavailable !== undefined) throw new Error(`bench: without Batchwise: ${unavailable}`);
    const less = quick
      ? {
          runs: Math.ceil(request.runs / QUICK),
          steps: request.runs === 1 ? request.steps / QUICK : request.steps,
        }
      : {};
    const { before, after } = await worker.ask({ ...request, ...less });
    console.error(`${request.case}: ${short(after.residentMB - before.residentMB)} MB`);
    worker.close();
    rows.push({
      case: request.case,
      subject: "Batchwise",
      ...{ runs: request.runs, steps: request.steps, ...less },
      tensorsGrown: after.tensors - before.tensors,
      residentGrownMB: after.residentMB - before.residentMB,
      residentMB: after.residentMB,
    });
  }
  const lines = rows.map((r) => [
    r.case,
    String(r.runs),
    String(r.steps),
    String(r.tensorsGrown),
    short(r.residentGrownMB),
    short(r.residentMB),
  ]);
  return {
    rows,
    report: markdownTable(
      ["case", "runs", "steps each", "tensors more", "resident MB more", "resident MB"],
      lines,
    ),
  };
}

import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../scripts.js";

/** A worker as `npm run worker` starts it. */
export interface WorkerProcess {
  readonly child: ChildProcess;
  /** All it said. */
  text(): string;
  /** Its exit code, or null where a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** Starts a worker of one thread. */
export function startWorker(url: string, ...options: readonly string[]): WorkerProcess {
  const own = options.includes("--threads") ? [] : ["--threads", "1"];
  const args = [join(root, "scripts/worker.mjs"), ...own, ...options];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, BATCHWISE_QUEUE: url },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  return { child, text: () => said, ended };
}

/** Ends workers with SIGTERM: they give back what they have. */
export async function endWorkers(...workers: readonly WorkerProcess[]): Promise<void> {
  for (const { child } of workers) child.kill("SIGTERM");
  await Promise.all(workers.map(({ ended }) => ended));
}

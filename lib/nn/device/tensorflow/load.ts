import { createRequire } from "node:module";
import { cpus } from "node:os";
import util from "node:util";
import type tfjs from "@tensorflow/tfjs-node";

/** The module tfjs-node. */
export type Tensorflow = typeof tfjs;

const PACKAGE = "@tensorflow/tfjs-node";
const require = createRequire(import.meta.url);

/** What came of loading tfjs-node, which users of the package install where they want it. */
type Attempt =
  | { readonly tf: Tensorflow }
  | { readonly problem: string; readonly mend: string; readonly cause: unknown };

let attempt: Attempt | undefined;
let warned = false;

/**
 * tfjs-node; the first call in a process loads it, which takes a second or two.
 * @param who needs it, for the error message
 * @throws Error where it is not installed, or without its native library
 */
export async function loadTensorflow(who = "batchwise"): Promise<Tensorflow> {
  attempt ??= load();
  if ("tf" in attempt) return attempt.tf;
  const { problem, mend, cause } = attempt;
  throw new Error(`${who}: needs ${PACKAGE}, which ${problem}; ${mend}`, { cause });
}

/** Whether {@link loadTensorflow} gives it; loads it where it does, and warns once where it is there and does not load. */
export function hasTensorflow(): boolean {
  attempt ??= load();
  if ("tf" in attempt) return true;
  if (isInstalled() && !warned) {
    warned = true;
    process.emitWarning(
      `batchwise: goes on without TensorFlow: ${PACKAGE} ${attempt.problem}; ${attempt.mend}`,
    );
  }
  return false;
}

/** tfjs-node where something in this process has loaded it. */
export function loadedTensorflow(): Tensorflow | undefined {
  return isInstalled() ? require.cache[require.resolve(PACKAGE)]?.exports : undefined;
}

function load(): Attempt {
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
  process.env["TF_NUM_INTRAOP_THREADS"] ??= String(cpus().length);
  shimNode();
  try {
    return { tf: require(PACKAGE) };
  } catch (cause) {
    if (!isInstalled())
      return { problem: "is not installed", mend: `npm install ${PACKAGE}@4 installs it`, cause };
    const [reason] = String(cause instanceof Error ? cause.message : cause).split("\n");
    return {
      problem: `does not load (${reason.trim()})`,
      mend: `npm rebuild ${PACKAGE} --ignore-scripts=false gets its native library`,
      cause,
    };
  }
}

function isInstalled(): boolean {
  try {
    require.resolve(PACKAGE);
    return true;
  } catch {
    return false;
  }
}

/** tfjs-node 4.22 calls two functions that Node has no longer since version 23. */
function shimNode(): void {
  const isNullOrUndefined = (value: unknown): boolean => value === null || value === undefined;
  for (const [name, substitute] of Object.entries({ isNullOrUndefined, isArray: Array.isArray }))
    if (!(name in util)) Reflect.set(util, name, substitute);
}

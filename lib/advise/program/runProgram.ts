import { spawn } from "node:child_process";
import { milliseconds } from "../milliseconds.js";
import { type Command, environmentOf, filled, type Told } from "./command.js";
import { type Evaluation, evaluationOn } from "./evaluationLine.js";
import { endWithThisProcess, killGroup, watchMemory } from "./group.js";
import { LastLines, Lines } from "./lastLines.js";

/** A program that could not be used; the message says what it did, its last lines, and how to mend it. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
}

/** How a program is run and what it may take. */
export interface ProgramOptions {
  /** Where it runs. Default here. */
  readonly folder?: string | undefined;
  /** Besides the environment of this process and what it is told. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Most seconds of a run. Default 3,600. */
  readonly timeLimit?: number | undefined;
  /** Most seconds without an evaluation. Default 600. */
  readonly silence?: number | undefined;
  /** Most bytes that it and its children may hold together; on Linux only. Default no limit. */
  readonly memory?: number | undefined;
  /** Whether it has been seen enough: it is then stopped. Default: it ends by itself. */
  readonly enough?: (evaluations: readonly Evaluation[]) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What a run said. */
export interface ProgramRun {
  readonly evaluations: readonly Evaluation[];
  /** Wall clock from the first evaluation to each. */
  readonly arrivals: readonly number[];
  /** Of the whole run, start included. */
  readonly seconds: number;
}

const TIME_LIMIT = 3600;
const SILENCE = 600;
const PROTOCOL =
  'It has to print a line such as {"step": 100, "examples": 3200, "seconds": 1.9, "validLoss": 0.31, "validAccuracy": 0.93} for each evaluation, and to flush it (in Python: print(…, flush=True))';

/**
 * Runs a program once and reads its evaluations, without a shell. It ends by itself, or by SIGTERM (after five seconds
 * SIGKILL) together with its children where it has been seen enough.
 * @throws ProgramError where it cannot be started, fails, takes too long or too much, or says nothing that can be used
 */
export async function runProgram(
  command: Command,
  told: Told,
  options: ProgramOptions = {},
): Promise<ProgramRun> {
  const { folder, environment = {}, enough = () => false, signal, memory } = options;
  const { timeLimit = TIME_LIMIT, silence = SILENCE } = options;
  signal?.throwIfAborted();
  const [program, ...args] = filled(command, told);
  const shown = [program, ...args].join(" ");
  const last = new LastLines();
  const evaluations: Evaluation[] = [];
  const arrivals: number[] = [];
  const started = performance.now();
  return await new Promise<ProgramRun>((resolve, reject) => {
    const child = spawn(program, args, {
      ...(folder !== undefined && { cwd: folder }),
      env: { PYTHONUNBUFFERED: "1", ...process.env, ...environmentOf(told), ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // A group of its own, so that its children end with it.
    });
    let why: Error | "enough" | undefined;
    const stop = (reason: Error | "enough"): void => {
      if (why !== undefined) return;
      why = reason;
      killGroup(child);
    };
    const fail = (what: string, mend: string): void =>
      stop(new ProgramError(`${shown}\n${what}\n${last.text()}\n${mend}.`));
    const limit = setTimeout(
      () =>
        fail(
          `ran longer than ${timeLimit} s.`,
          "Make its trainings shorter, or the time limit longer",
        ),
      milliseconds(timeLimit),
    );
    let quiet = setTimeout(() => {}, 0);
    const listen = (): void => {
      clearTimeout(quiet);
      quiet = setTimeout(
        () => fail(`printed no evaluation for ${silence} s.`, PROTOCOL),
        milliseconds(silence),
      );
    };
    listen();
    const unwatch = watchMemory(child, memory, (bytes) =>
      fail(
        `holds ${Math.round(bytes / 1e6)} MB, more than the limit of ${Math.round((memory ?? 0) / 1e6)}.`,
        "Raise the limit or leave the larger batch sizes out",
      ),
    );
    const over = endWithThisProcess(child);
    const abort = (): void =>
      stop(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
    signal?.addEventListener("abort", abort, { once: true });
    const out = new Lines((line, whole) => {
      last.add(line);
      const found = whole && why === undefined ? evaluationOn(line) : undefined;
      if (found === undefined) return;
      if (typeof found === "string")
        return fail(`printed a line that cannot be used: ${found}.`, PROTOCOL);
      const before = evaluations.at(-1);
      if (before && found.step < before.step)
        return fail(
          `went back from step ${before.step} to ${found.step}.`,
          '"step" has to count the updates of the whole training, not of an epoch',
        );
      evaluations.push(found);
      arrivals.push((performance.now() - started) / 1000);
      listen();
      if (enough(evaluations)) stop("enough");
    });
    const other = new Lines((line) => last.add(line));
    child.stdout.setEncoding("utf8").on("data", (text: string) => out.push(text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => other.push(text));
    let settled = false;
    const end = (failure: Error | undefined): void => {
      if (settled) return;
      settled = true;
      clearTimeout(limit);
      clearTimeout(quiet);
      unwatch();
      over();
      signal?.removeEventListener("abort", abort);
      if (failure) reject(failure);
      else resolve({ evaluations, arrivals, seconds: (performance.now() - started) / 1000 });
    };
    child.once("error", (error: NodeJS.ErrnoException) =>
      end(
        new ProgramError(
          error.code === "ENOENT"
            ? `${shown}\ncould not be started: there is no program ${JSON.stringify(program)}${folder === undefined ? "" : `, or no folder ${JSON.stringify(folder)}`}. Name it by its path, as in .venv/bin/python.`
            : `${shown}\ncould not be started: ${error.message}.`,
        ),
      ),
    );
    child.once("exit", (code, by) => {
      // What it started and left behind ends with it; what keeps the output open in another group is not waited for.
      killGroup(child);
      setTimeout(() => child.stdout.destroy() && child.stderr.destroy(), 2000).unref();
      child.once("close", () => {
        out.end();
        other.end();
        if (why === "enough") return end(undefined);
        if (why !== undefined) return end(why);
        const ended = by === null ? `ended with exit code ${code}` : `was ended by ${by}`;
        const said = `${evaluations.length === 0 ? "no evaluation" : `${evaluations.length} evaluations`}`;
        if (code !== 0)
          return end(
            new ProgramError(
              `${shown}\n${ended} after ${said}.\n${last.text()}\nRun it by hand with these arguments.`,
            ),
          );
        if (evaluations.length === 0)
          return end(
            new ProgramError(
              `${shown}\nended without an evaluation.\n${last.text()}\n${PROTOCOL}.`,
            ),
          );
        end(undefined);
      });
    });
  });
}

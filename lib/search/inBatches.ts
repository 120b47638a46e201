import { hostInterruption } from "../interruption.js";

/** A function that did the work of a batch, and gave too few outputs, too many, or one twice. */
export class OutputError extends Error {
  override readonly name = "OutputError";
}

/** What the function that does the work is told beside its jobs. */
export interface RunContext {
  /** Aborts when the caller wants the work to end; long work should look at it. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Does many jobs in one call. Either all outputs at the end, in the order of the jobs, or each as soon
 * as it is known, as `[position of the job, output]`, in any order: a journal then has it at once.
 */
export interface RunMany<J, O> {
  (
    jobs: readonly J[],
    context: RunContext,
  ): Promise<readonly O[]> | AsyncIterable<readonly [position: number, output: O]>;
  /** Jobs in one call, where the caller says nothing: all for a queue, whose workers should never wait for a call's last job. */
  readonly batch?: number;
}

/** How jobs are put together into calls. */
export interface BatchOptions<J> {
  /** Most jobs in one call. Default 64; all, where they go over a queue. */
  readonly batch?: number;
  /** Jobs with the same text go into the same calls. Default: all alike, in order. */
  readonly groupBy?: (job: J) => string;
  /** Ends the work before the next call. Default: the notebook's interrupt. */
  readonly signal?: AbortSignal;
}

const DEFAULT_BATCH = 64;

/**
 * The outputs of all jobs as they come, each with the position of its job.
 * @param onFailure what stands for the output of a job whose call fails. The jobs that such a call left
 *   without output are first tried again one by one. Without it the error is passed on.
 */
export async function* inBatches<J, O>(
  jobs: readonly J[],
  run: RunMany<J, O>,
  options: BatchOptions<J>,
  onFailure?: (error: unknown) => O,
): AsyncGenerator<readonly [position: number, output: O]> {
  const signal = options.signal ?? hostInterruption();
  const fatal = (error: unknown): boolean =>
    signal?.aborted === true || error instanceof OutputError || isOfAllJobs(error);
  for (const positions of batchesOf(jobs, { batch: run.batch ?? DEFAULT_BATCH, ...options })) {
    const missing = new Set(positions);
    try {
      yield* finished(jobs, positions, missing, run, signal);
    } catch (error) {
      if (onFailure === undefined || fatal(error)) throw error;
      if (positions.length === 1) yield [positions[0], onFailure(error)];
      else yield* oneByOne(jobs, missing, run, signal, fatal, onFailure);
    }
  }
}

/** A queue that cannot be used: no job is to blame. */
function isOfAllJobs(error: unknown): boolean {
  return error instanceof Error && "ofJobs" in error && error.ofJobs === false;
}

async function* oneByOne<J, O>(
  jobs: readonly J[],
  missing: Set<number>,
  run: RunMany<J, O>,
  signal: AbortSignal | undefined,
  fatal: (error: unknown) => boolean,
  onFailure: (error: unknown) => O,
): AsyncGenerator<readonly [position: number, output: O]> {
  for (const position of [...missing])
    try {
      yield* finished(jobs, [position], missing, run, signal);
    } catch (error) {
      if (fatal(error)) throw error;
      yield [position, onFailure(error)];
    }
}

function batchesOf<J>(
  jobs: readonly J[],
  { batch, groupBy = () => "" }: BatchOptions<J> & { readonly batch: number },
): number[][] {
  const groups = new Map<string, number[]>();
  for (const [position, job] of jobs.entries()) {
    const name = groupBy(job);
    const group = groups.get(name);
    if (group) group.push(position);
    else groups.set(name, [position]);
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / batch) }, (_, i) =>
      group.slice(i * batch, (i + 1) * batch),
    ),
  );
}

/** One call of `run`; takes from `missing` what is done. */
async function* finished<J, O>(
  jobs: readonly J[],
  positions: readonly number[],
  missing: Set<number>,
  run: RunMany<J, O>,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly [position: number, output: O]> {
  signal?.throwIfAborted();
  const given = run(
    positions.map((position) => jobs[position]),
    { signal },
  );
  if (!(Symbol.asyncIterator in given)) {
    const outputs = await given;
    if (outputs.length !== positions.length)
      throw new OutputError(`${outputs.length} outputs came back for ${positions.length} jobs`);
    for (const [i, position] of positions.entries()) {
      missing.delete(position);
      yield [position, outputs[i]];
    }
    return;
  }
  let left = positions.length;
  for await (const [i, output] of given) {
    if (!missing.delete(positions[i]))
      throw new OutputError(`output ${i} came back twice, or for none of ${positions.length} jobs`);
    left--;
    yield [positions[i], output];
  }
  if (left > 0)
    throw new OutputError(`no output came back for ${left} of ${positions.length} jobs`);
}

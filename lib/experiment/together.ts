/** Work that several callers ask for, done in rounds. */
export interface Together<J, O> {
  /** The outputs of these jobs, in order, once every caller that has not left has asked for some. */
  all(jobs: readonly J[]): Promise<O[]>;
  /** The caller asks for nothing more. */
  leave(): void;
}

interface Request<J, O> {
  readonly jobs: readonly J[];
  readonly resolve: (outputs: O[]) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Lets a number of callers, each of which goes on by what it got, have their jobs done in rounds of all: so that
 * threads get many jobs at a time, though each caller asks for few.
 * @param run does the jobs of a round, its outputs in their order
 */
export function together<J, O>(
  callers: number,
  run: (jobs: readonly J[]) => Promise<readonly O[]>,
): Together<J, O> {
  let present = callers;
  let waiting: Request<J, O>[] = [];
  const goOn = async (): Promise<void> => {
    if (waiting.length < present || waiting.length === 0) return;
    const round = waiting;
    waiting = [];
    try {
      const outputs = await run(round.flatMap(({ jobs }) => jobs));
      let from = 0;
      for (const { jobs, resolve } of round) {
        resolve(outputs.slice(from, from + jobs.length));
        from += jobs.length;
      }
    } catch (error) {
      for (const { reject } of round) reject(error);
    }
  };
  return {
    all: (jobs) =>
      new Promise((resolve, reject) => {
        waiting.push({ jobs, resolve, reject });
        void goOn();
      }),
    leave: () => {
      present--;
      void goOn();
    },
  };
}

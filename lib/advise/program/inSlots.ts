/**
 * Does jobs in so many slots at a time, each as soon as a slot is free, and gives each output as it comes with the
 * position of its job. The first failure ends it once the jobs that had begun are over; what they gave is given.
 */
export async function* inSlots<J, O>(
  jobs: readonly J[],
  slots: number,
  work: (job: J, slot: number) => Promise<O>,
): AsyncGenerator<readonly [position: number, output: O]> {
  type Done = { readonly slot: number } & (
    | { readonly position: number; readonly output: O }
    | { readonly failure: unknown }
  );
  const running = new Map<number, Promise<Done>>();
  let next = 0;
  let failure: { readonly failure: unknown } | undefined;
  const begin = (slot: number): void => {
    if (next >= jobs.length || failure) return;
    const position = next++;
    running.set(
      slot,
      work(jobs[position], slot).then(
        (output) => ({ slot, position, output }),
        (error: unknown) => ({ slot, failure: error }),
      ),
    );
  };
  for (let slot = 0; slot < slots; slot++) begin(slot);
  while (running.size > 0) {
    const done = await Promise.race(running.values());
    running.delete(done.slot);
    if ("failure" in done) failure ??= done;
    else yield [done.position, done.output];
    begin(done.slot);
  }
  if (failure) throw failure.failure;
}

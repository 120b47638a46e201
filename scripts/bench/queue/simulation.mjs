/**
 * What a queue does with many workers, by rates that were measured on one machine: jobs are handed out one after the
 * other, each taking the server's time for a job, and take `seconds` on a worker, evenly spread from half of that to
 * half as much again.
 * @param {{ workers: number, seconds: number, jobs: number, secondsPerJob: number, ahead: number }} settings
 * @returns {{ makespan: number, busy: number, depth: number }} seconds in all, share of the time in which workers
 *   work, and most jobs that waited on the server
 */
export function simulate({ workers, seconds, jobs, secondsPerJob, ahead }) {
  const free = new Float64Array(workers);
  let server = 0;
  let worked = 0;
  let last = 0;
  for (let job = 0; job < jobs; job++) {
    let first = 0;
    for (let w = 1; w < workers; w++) if (free[w] < free[first]) first = w;
    server = Math.max(server, free[first]) + secondsPerJob;
    // The same spread in each simulation, with no draws: steps of the golden ratio.
    const length = seconds * (0.5 + ((job * 0.6180339887498949) % 1));
    free[first] = server + length;
    worked += length;
    last = Math.max(last, free[first]);
  }
  return {
    makespan: last,
    busy: worked / (workers * last),
    depth: Math.min(ahead, Math.max(0, jobs - workers)),
  };
}

/** What the kernel and the thread that watches for SIGINT share: numbers of signals. */
export const SLOTS = {
  /** seen by the thread */
  count: 0,
  /** of them, done with */
  settled: 1,
  /** of them, those at which the kernel's thread could be reached while it was busy */
  reached: 2,
  /** nothing: the thread sleeps on it */
  sleep: 3,
};

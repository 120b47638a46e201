/** What the kernel and the thread that watches for SIGINT share, as places in an Int32Array. */
export const SLOTS = {
  /** how many signals there have been */
  count: 0,
  /** of them, how many are done with */
  settled: 1,
  /** what the kernel says to being broken off: one of {@link ANSWERS} */
  answer: 2,
  /** 1: the thread has broken the kernel off, or will not */
  done: 3,
  /** nothing: the thread sleeps on it */
  sleep: 4,
};

export const ANSWERS = { asked: 0, no: 1, yes: 2, notAsked: 3 };

/** How long the two wait for each other. */
export const PATIENCE_MS = 1000;

// When a second thread pays, for the kernels of every precision. `npm run bench -- costs` measures these again and
// sets them beside what they were first measured to be: on an Intel Xeon, a virtual machine of two cores with
// AVX-512, Node 20.20, OpenBLAS 0.3.34. The values are rounded, and older than that note.

/**
 * Nanoseconds of a call on one thread from which on two threads share it; where it is parted, sums round otherwise.
 * Between the break-even with a second thread that is awake and with one that sleeps.
 * Measured 0 on 2026-11-27, Intel Xeon.
 */
export const SHARING_PAYS = 5_000;

/**
 * How often a thread looks at a counter before it sleeps until the counter changes: some 200 microseconds.
 * Measured 0 on 2026-11-27, Intel Xeon.
 */
export const PATIENCE = 30_000;

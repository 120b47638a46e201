// When a second thread helps with a kernel's call. `npm run bench -- costs` measures these constants again and
// sets them beside what they were first measured to be: by processor time, on an Intel Xeon with AVX-512, a
// virtual machine of two cores that other programs kept busy, with Node 20.20 and OpenBLAS 0.3.34. Only
// SHARING_PAYS takes a clock and both processors, and had them.

// A call that takes so long is parted, so with another value sums differ in their last digits. Sharing is worth
// it for calls of a microsecond while the second thread is awake, and of some twenty when it sleeps; the value
// lies between, and so does what was measured, their geometric mean.

/**
 * Nanoseconds of a call on one thread from which on two threads share it. Measured 3,400 on 2026-11-27, Intel
 * Xeon.
 */
export const SHARING_PAYS = 5_000;

/**
 * Looks at a counter before a thread sleeps until the counter changes: some 200 microseconds. Measured 30,000
 * on 2026-11-27, Intel Xeon.
 */
export const PATIENCE = 30_000;

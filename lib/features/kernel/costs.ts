// What the kernels take on one thread, in nanoseconds: it says how soon two threads share a call, and so where sums
// are parted. `npm run bench -- costs` measures these constants again and sets them beside what they were first
// measured to be: by processor time, on an Intel Xeon with AVX-512, a virtual machine of two cores that other programs
// kept busy, with Node 20.20.

/** A squared difference of a distance. Measured 0.30 on 2026-11-28, Intel Xeon. */
export const PER_DIFFERENCE = 0.3;

/** A point that goes down the tree of a map. Measured 760 on 2026-11-28, Intel Xeon. */
export const PER_POINT = 800;

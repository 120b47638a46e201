// What the passes over float64 rows take on one thread, in nanoseconds. They say how soon two threads share a block, and
// so where sums are parted: with another value, results differ in their last digits. `npm run bench -- costs` measures
// these again and sets them beside what they were first measured to be: on an Intel Xeon, a virtual machine of two cores
// with AVX-512, Node 20.20, OpenBLAS 0.3.34. Values are rounded.

/** A multiply-add of OpenBLAS. Measured 0 on 2026-11-27, Intel Xeon. */
export const PER_BLAS_MULTIPLY_ADD = 0.06;

/** A multiply-add of the kernels. Measured 0 on 2026-11-27, Intel Xeon. */
export const PER_MULTIPLY_ADD = 0.2;

/** What a loss or a curvature does with a raw prediction. Measured 0 on 2026-11-27, Intel Xeon. */
export const PER_PREDICTION = 25;

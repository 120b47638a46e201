// What a pass over float64 rows takes on one thread, in nanoseconds. It says how soon two threads share a block
// of rows, and so where sums are parted: with another value, results differ in their last digits. `npm run
// bench -- costs` measures these constants again and sets them beside what they were first measured to be: by
// processor time, on an Intel Xeon with AVX-512, a virtual machine of two cores that other programs kept busy,
// with Node 20.20 and OpenBLAS 0.3.34.

/** A multiply-add of OpenBLAS's product. Measured 0.10 on 2026-11-27, Intel Xeon. */
export const PER_BLAS_MULTIPLY_ADD = 0.06;

/** A multiply-add of the library's own product. Measured 0.19 on 2026-11-27, Intel Xeon. */
export const PER_MULTIPLY_ADD = 0.2;

/** What a loss or a curvature does with a raw prediction. Measured 8.0 on 2026-11-27, Intel Xeon. */
export const PER_PREDICTION = 25;

/** A multiply-add with a value of sparse rows. Measured 0.45 on 2026-11-28, Intel Xeon. */
export const PER_SPARSE_MULTIPLY_ADD = 0.45;

// What the float32 kernels take on one thread, in nanoseconds, and from where on another way is faster. `npm
// run bench -- costs` measures these constants again and sets them beside what they were first measured to be:
// by processor time, on an Intel Xeon with AVX-512, a virtual machine of two cores that other programs kept
// busy, with Node 20.20 and OpenBLAS 0.3.34. What stands for several kernels or shapes was measured as their
// geometric mean; the table has the range. TensorFlow had one thread as well.

// These only say how soon two threads share a call; no result depends on them.

/** A value of most kernels that work value by value. Measured 0.17 on 2026-11-27, Intel Xeon. */
export const PER_VALUE = 0.3;

/**
 * A value of the kernels that take exponentials: tanh, gelu and its gradient. Measured 2.6 on 2026-11-27, Intel
 * Xeon.
 */
export const PER_EXPONENTIAL = 2;

/**
 * A value that is laid out in patches, gathered from them, or pooled. Measured 0.25 on 2026-11-27, Intel Xeon.
 */
export const PER_PATCH_VALUE = 0.5;

/** A byte of a batch's rows, gathered from the data. Measured 0.10 on 2026-11-27, Intel Xeon. */
export const PER_BYTE = 0.12;

/** A parameter of an optimizer's step. Measured 0.42 on 2026-11-27, Intel Xeon. */
export const PER_UPDATE = 0.8;

/** An output that is compared with the largest of its row. Measured 1.5 on 2026-11-27, Intel Xeon. */
export const PER_COMPARISON = 2;

/** A multiply-add of the library's own product. Measured 0.043 on 2026-11-27, Intel Xeon. */
export const PER_MULTIPLY_ADD = 0.08;

// These part sums, or choose between libraries: with another value, results differ in their last digits.

/** An output of a loss, with its gradient. Measured 1.2 on 2026-11-27, Intel Xeon. */
export const PER_LOGIT = 3;

/** A summand of a column's sum or of a sum of squares. Measured 0.12 on 2026-11-27, Intel Xeon. */
export const PER_SUMMAND = 0.3;

/** A multiply-add of OpenBLAS's product. Measured 0.017 on 2026-11-27, Intel Xeon. */
export const PER_BLAS_MULTIPLY_ADD = 0.015;

/** Columns of a result for which OpenBLAS takes as long as for fewer. Measured 12 on 2026-11-27, Intel Xeon. */
export const NARROW = 24;

/**
 * Multiply-adds of a product from which on OpenBLAS outweighs what calling it costs. Measured 5,400 on
 * 2026-11-27, Intel Xeon.
 */
export const BLAS_PAYS = 8000;

/**
 * Summands ÷ rows of a product of OpenBLAS from which on two threads share the summands, not the rows. Measured
 * 8.0 on 2026-11-27, Intel Xeon.
 */
export const LONG = 4;

/**
 * Multiply-adds of a batch with the weights up to which WebAssembly without OpenBLAS is faster than TensorFlow. With
 * OpenBLAS it always is, or as fast. Measured 19,000,000 on 2026-11-27, Intel Xeon.
 */
export const WASM_PAYS = 1.5e7;

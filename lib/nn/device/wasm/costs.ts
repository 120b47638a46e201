// What the float32 kernels take on one thread, in nanoseconds, and from where on another way is faster.
// `npm run bench -- costs` measures these again and sets them beside what they were first measured to be: on an Intel
// Xeon, a virtual machine of two cores with AVX-512, Node 20.20, OpenBLAS 0.3.34. Values are rounded.

// These say only how soon two threads share a call; no result depends on them.

/** A value of most kernels that work value by value. Measured 0 on 2026-11-27, Intel Xeon. */
export const PER_VALUE = 0.3;

/** A value of those that take an exponential: tanh, gelu and its gradient. Measured 0 on 2026-11-27, Intel Xeon. */
export const PER_EXPONENTIAL = 2;

/** A value that is laid out in a patch, gathered from one, or pooled. Measured 0 on 2026-11-27, Intel Xeon. */
export const PER_PATCH_VALUE = 0.5;

/** A byte of the rows of a batch, gathered from the data. Measured 0 on 2026-11-27, Intel Xeon. */
export const PER_BYTE = 0.12;

/** A parameter of an optimizer's step. Measured 0 on 2026-11-27, Intel Xeon. */
export const PER_UPDATE = 0.8;

/** An output that is compared with the largest of its row. Measured 0 on 2026-11-27, Intel Xeon. */
export const PER_COMPARISON = 2;

/** A multiply-add of the kernels. Measured 0 on 2026-11-27, Intel Xeon. */
export const PER_MULTIPLY_ADD = 0.08;

// What follows parts sums or chooses between libraries: with another value, results differ in their last digits.

/** An output of a loss with its gradient. Measured 0 on 2026-11-27, Intel Xeon. */
export const PER_LOGIT = 3;

/** A summand: of a column, or squared. Measured 0 on 2026-11-27, Intel Xeon. */
export const PER_SUMMAND = 0.3;

/** A multiply-add of OpenBLAS. Measured 0 on 2026-11-27, Intel Xeon. */
export const PER_BLAS_MULTIPLY_ADD = 0.015;

/** Columns of a result that OpenBLAS takes as long for as for fewer. Measured 0 on 2026-11-27, Intel Xeon. */
export const NARROW = 24;

/** Multiply-adds of a product from which on OpenBLAS outweighs what calling it costs. Measured 0 on 2026-11-27, Intel Xeon. */
export const BLAS_PAYS = 8000;

/** Summands over rows of the result from which on two threads share the summands. Measured 0 on 2026-11-27, Intel Xeon. */
export const LONG = 4;

/** Multiply-adds of a batch with the weights up to which WebAssembly is faster than TensorFlow. Measured 0 on 2026-11-27, Intel Xeon. */
export const WASM_PAYS = 4e6;

/** The same with OpenBLAS, for a CNN. Measured 0 on 2026-11-27, Intel Xeon. */
export const WASM_PAYS_WITH_BLAS = 3e7;

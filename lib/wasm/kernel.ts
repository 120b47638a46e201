/** A compiled function; addresses and strides are in bytes. */
export type Kernel = (...args: number[]) => number;

/** a · b. */
export function dot(a: Float64Array, b: Float64Array): number {
  let low = 0;
  let high = 0;
  const even = a.length & ~1;
  for (let j = 0; j < even; j += 2) {
    low += a[j] * b[j];
    high += a[j + 1] * b[j + 1];
  }
  return even < a.length ? low + high + a[even] * b[even] : low + high;
}

/** y += c · x. */
export function addScaled(c: number, x: Float64Array, y: Float64Array): void {
  for (let j = 0; j < y.length; j++) y[j] += c * x[j];
}

/** Largest absolute entry; NaN if there is one. */
export function maxAbs(a: Float64Array): number {
  let top = 0;
  for (let j = 0; j < a.length; j++) {
    const size = Math.abs(a[j]);
    if (Number.isNaN(size)) return size;
    if (size > top) top = size;
  }
  return top;
}

/** Sum of absolute entries. */
export function sumAbs(a: Float64Array): number {
  let total = 0;
  for (let j = 0; j < a.length; j++) total += Math.abs(a[j]);
  return total;
}

/**
 * The matrix products of one full-batch step of a network with one hidden layer, (m, k) · (k, n), with `ta` and `tb` for a factor
 * that is stored transposed: two forward, then both weights' gradients and the hidden layer's. `products.py` holds the same list.
 * @param {number} examples
 * @param {readonly number[]} layers features, hidden units, classes
 */
export function productShapes(examples, [features, hidden, classes]) {
  return [
    { m: examples, k: features, n: hidden, ta: false, tb: false },
    { m: examples, k: hidden, n: classes, ta: false, tb: false },
    { m: hidden, k: examples, n: classes, ta: true, tb: false },
    { m: examples, k: classes, n: hidden, ta: false, tb: true },
    { m: features, k: examples, n: hidden, ta: true, tb: false },
  ];
}

/** Floating point operations of those products. */
export function productFlops(examples, layers) {
  return productShapes(examples, layers).reduce((sum, { m, k, n }) => sum + 2 * m * k * n, 0);
}

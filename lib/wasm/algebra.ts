import { openblas } from "./blas.js";
import type { OpenblasLibrary } from "./openblasLibrary.js";

/** Eigenvalues by falling size, and their eigenvectors, of length 1, as the rows of (count, n). */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/** What is done with dense float64 matrices in ordinary arrays, row-major. */
export interface Algebra {
  /** c = a · b + beta · c, where a is (m, k), b (k, n) or with `transposeB` (n, k), and c (m, n). */
  multiply(shape: ProductShape, a: Float64Array, b: Float64Array, c: Float64Array): void;
  /** Adds aᵀ·a, or a·aᵀ where `of` is "rows", to the upper triangle of c; a is (rows, columns). */
  addGram(shape: GramShape, a: Float64Array, c: Float64Array): void;
  /** The `count` largest of a symmetric matrix (n, n) given by its upper triangle. Writes over the matrix. */
  largestEigen(matrix: Float64Array, n: number, count: number): Eigen;
  /** Makes the rows of a, (rows, columns) with rows ≤ columns, orthonormal; they span what they spanned. */
  orthonormalise(a: Float64Array, rows: number, columns: number): void;
}

export interface ProductShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeB: boolean;
  readonly beta: number;
  /** Numbers from one row to the next of a, b and c. */
  readonly strides: readonly [number, number, number];
}

export interface GramShape {
  readonly rows: number;
  readonly columns: number;
  readonly of: "rows" | "columns";
}

const ROW_MAJOR = 101;
const COLUMN_MAJOR = 102;
const NO_TRANSPOSE = 111;
const UPPER = 121;
const letter = (name: string): number => name.charCodeAt(0);

type Native = (...args: (number | Float64Array | Int32Array)[]) => number;

let known: Algebra | null | undefined;

/** By OpenBLAS and its LAPACK, on the calling thread; undefined where there is no build that has what it takes. */
export function nativeAlgebra(): Algebra | undefined {
  if (known === undefined) {
    const library = openblas();
    try {
      // Its integers go in arrays of 32 bits.
      known = library && !library.wide ? load(library) : null;
    } catch {
      known = null; // a build without LAPACKE
    }
  }
  return known ?? undefined;
}

function load({ bind }: OpenblasLibrary): Algebra {
  const gemm: Native = bind(
    (
      spelt,
    ) => `void ${spelt("cblas_dgemm")}(int order, int transposeA, int transposeB, int m, int n, int k,
    double alpha, double *a, int lda, double *b, int ldb, double beta, double *c, int ldc)`,
  );
  const syrk: Native = bind(
    (spelt) => `void ${spelt("cblas_dsyrk")}(int order, int triangle, int transpose, int n, int k,
    double alpha, double *a, int lda, double beta, double *c, int ldc)`,
  );
  // By relatively robust representations: Dhillon & Parlett (2004).
  const syevr: Native = bind(
    (
      spelt,
    ) => `int ${spelt("LAPACKE_dsyevr")}(int order, char job, char range, char triangle, int n, double *a, int lda,
    double low, double high, int first, int last, double tolerance, int *found, double *values,
    double *vectors, int ldz, int *support)`,
  );
  const geqrf: Native = bind(
    (spelt) =>
      `int ${spelt("LAPACKE_dgeqrf")}(int order, int m, int n, double *a, int lda, double *tau)`,
  );
  const orgqr: Native = bind(
    (spelt) =>
      `int ${spelt("LAPACKE_dorgqr")}(int order, int m, int n, int k, double *a, int lda, double *tau)`,
  );
  return {
    multiply: ({ m, n, k, transposeB, beta, strides }, a, b, c) => {
      const [lda, ldb, ldc] = strides;
      const second = NO_TRANSPOSE + Number(transposeB);
      gemm(ROW_MAJOR, NO_TRANSPOSE, second, m, n, k, 1, a, lda, b, ldb, beta, c, ldc);
    },
    addGram: ({ rows, columns, of }, a, c) => {
      const [n, k] = of === "rows" ? [rows, columns] : [columns, rows];
      const transpose = NO_TRANSPOSE + Number(of === "columns");
      syrk(ROW_MAJOR, UPPER, transpose, n, k, 1, a, columns, 1, c, n);
    },
    largestEigen: (matrix, n, count) => {
      const values = new Float64Array(n);
      const vectors = new Float64Array(count * n);
      const [found, support] = [new Int32Array(1), new Int32Array(2 * count)];
      // What is the upper triangle by rows is the lower one by columns.
      const [job, range, triangle] = [letter("V"), letter("I"), letter("L")];
      const [first, last] = [n - count + 1, n];
      const failed = syevr(
        ...[COLUMN_MAJOR, job, range, triangle, n, matrix, n, 0, 0, first, last, 0],
        ...[found, values, vectors, n, support],
      );
      if (failed !== 0 || found[0] !== count)
        throw new Error(`LAPACK's dsyevr found no eigenvalues of ${n} × ${n} values: ${failed}`);
      return falling(values.subarray(0, count), vectors, n);
    },
    orthonormalise: (a, rows, columns) => {
      const tau = new Float64Array(rows);
      geqrf(COLUMN_MAJOR, columns, rows, a, columns, tau);
      orgqr(COLUMN_MAJOR, columns, rows, rows, a, columns, tau);
    },
  };
}

/** Turns round the order of eigenvalues that rise, and of the rows of their vectors. */
function falling(rising: Float64Array, vectors: Float64Array, n: number): Eigen {
  const values = rising.slice().reverse();
  const turned = new Float64Array(vectors.length);
  for (let c = 0, from = vectors.length - n; c < values.length; c++, from -= n)
    turned.set(vectors.subarray(from, from + n), c * n);
  return { values, vectors: turned };
}

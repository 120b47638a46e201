"""Writes a data set of the linear benchmark: python linear_data.py CASE FILE

FILE.bin holds n × features float64, standardised, then n int32 class ids, little-endian; FILE.json its sizes and the optimum.
Of a sparse set it holds the values as float64, their columns and where the rows begin as int32, then the ids.
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
from linear_objective import Problem
from scipy import sparse
from sklearn.datasets import load_breast_cancer, load_digits, make_classification
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler


def synthetic(n: int, features: int, informative: int, classes: int):
    return make_classification(n, features, n_informative=informative, n_classes=classes, random_state=0)


def text(n: int, features: int, classes: int, words: int = 102):
    """Rows like those of texts: words by Zipf's law, counted, tf-idf, length 1; about 80 values in each of 20,000 rows."""
    rng = np.random.default_rng(0)
    share = 1 / np.arange(1, features + 1)
    drawn = rng.choice(features, size=n * words, p=share / share.sum()).astype("int32")
    ones = np.ones(n * words)
    counts = sparse.csr_matrix((ones, drawn, np.arange(0, n * words + 1, words, dtype="int32")), shape=(n, features))
    counts.sum_duplicates()
    x = TfidfTransformer().fit_transform(counts)
    raw = 3 * (x @ rng.normal(size=(features, classes))) + rng.gumbel(size=(n, classes))
    return x, raw.argmax(axis=1)


MAKERS = {
    "digits": lambda: load_digits(return_X_y=True),
    "breast-cancer": lambda: load_breast_cancer(return_X_y=True),
    "synthetic-20000x200x5": lambda: synthetic(20000, 200, 50, 5),
    "synthetic-10000x784x10": lambda: synthetic(10000, 784, 100, 10),
    "synthetic-60000x784x10": lambda: synthetic(60000, 784, 100, 10),
    "text-20000x50000x2": lambda: text(20000, 50000, 2),
    "text-20000x50000x10": lambda: text(20000, 50000, 10),
}


def optimum(problem: Problem, x: np.ndarray, y: np.ndarray) -> float:
    """The least objective, by Newton steps to a gradient far below what any measured excess needs."""
    solver = "newton-cholesky" if problem.parameters <= 1000 else "newton-cg"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the last steps cannot improve on rounding, and say so
        model = LogisticRegression(C=problem.C, solver=solver, tol=1e-10, max_iter=1000).fit(x, y)
    value, gradient = problem.value_and_gradient(model.coef_, model.intercept_)
    if gradient > 1e-6 * value:
        raise RuntimeError(f"the optimum is not exact: objective {value}, largest gradient {gradient}")
    return value


def main(case: str, file: Path) -> None:
    x, y = MAKERS[case]()
    if not sparse.issparse(x):
        x = np.ascontiguousarray(StandardScaler().fit_transform(x))
    problem = Problem(x, y.astype("int32"), C=1.0)
    print(f"{case}: {x.shape[0]} x {x.shape[1]}, {problem.classes} classes; finding the optimum", file=sys.stderr)
    about = {"n": x.shape[0], "features": x.shape[1], "classes": problem.classes, "C": problem.C}
    about["optimum"] = optimum(problem, x, y)
    about["optimumOneVersusRest"] = one_versus_rest(problem, x, y)
    if sparse.issparse(x):
        about["nonzeros"] = int(x.nnz)
        parts = [x.data.astype("<f8"), x.indices.astype("<i4"), x.indptr.astype("<i4")]
    else:
        parts = [x.astype("<f8")]
    with file.with_suffix(".bin").open("wb") as out:
        for part in [*parts, y.astype("<i4")]:
            out.write(part.tobytes())
    file.with_suffix(".json").write_text(json.dumps(about))


def one_versus_rest(problem: Problem, x: np.ndarray, y: np.ndarray) -> float:
    """The least sum of the objectives of each class against the rest, which `SGDClassifier` minimises."""
    if problem.classes == 2:
        return optimum(problem, x, y)
    return sum(optimum(Problem(x, (y == k).astype("int32"), problem.C), x, y == k) for k in range(problem.classes))


main(sys.argv[1], Path(sys.argv[2]))

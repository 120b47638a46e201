"""Reads a data set of the linear benchmark: see ../linear_data.py."""

import numpy as np
from scipy import sparse


def read_examples(file: str, n: int, features: int, nonzeros: int | None):
    """The examples, dense or sparse, and their class ids."""
    if nonzeros is None:
        x = np.fromfile(file, "<f8", n * features).reshape(n, features)
        return x, np.fromfile(file, "<i4", n, offset=x.nbytes)
    values = np.fromfile(file, "<f8", nonzeros)
    rest = np.fromfile(file, "<i4", offset=values.nbytes)
    indices, indptr, y = np.split(rest, [nonzeros, nonzeros + n + 1])
    return sparse.csr_matrix((values, indices, indptr), shape=(n, features)), y

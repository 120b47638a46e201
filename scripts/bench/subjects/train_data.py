"""The data of a training case, as `train_data.mjs` reads it too."""

from functools import cache

import numpy as np


@cache
def read(path: str, n: int, features: int) -> tuple[np.ndarray, np.ndarray]:
    """x (n, features) float32 and y (n,) int64 class ids."""
    x = np.fromfile(path, "<f4", n * features).reshape(n, features)
    y = np.fromfile(path, "<i4", n, offset=x.nbytes)
    return x, y.astype("int64")

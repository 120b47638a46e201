"""scikit-learn's PCA, TSNE and mutual_info_classif."""

import os
import time
from functools import lru_cache

import numpy as np
import sklearn
from sklearn.decomposition import PCA
from sklearn.feature_selection import mutual_info_classif
from sklearn.manifold import TSNE
from subject import peak_mb, reset_peak, serve


@lru_cache(maxsize=1)
def read(file: str, n: int, features: int) -> tuple[np.ndarray, np.ndarray]:
    x = np.fromfile(file, "<f4", n * features).reshape(n, features)
    return x.astype("float64"), np.fromfile(file, "<i4", n, offset=x.nbytes)


def once(request: dict, x: np.ndarray, y: np.ndarray, threads: int) -> None:
    if request["what"] == "pca":
        PCA(request["components"], random_state=0).fit(x)
    elif request["what"] == "tsne":
        TSNE(max_iter=request["iterations"], random_state=0, n_jobs=threads).fit(x)
    else:
        mutual_info_classif(x, y, random_state=0, n_jobs=1)


def run(request: dict) -> dict:
    """Seconds of one, the mean of `repeat`; peak memory."""
    x, y = read(request["file"], request["n"], request["features"])
    threads, repeat = int(os.environ["BENCH_THREADS"]), request.get("repeat", 1)
    reset_peak()
    start = time.perf_counter()
    for _ in range(repeat):
        once(request, x, y, threads)
    return {"seconds": (time.perf_counter() - start) / repeat, "peakMB": peak_mb()}


serve({"scikit-learn": sklearn.__version__, "numpy": np.__version__}, run)

"""scikit-learn's LogisticRegression and SGDClassifier."""

import time
import warnings
from functools import cache

import numpy as np
import sklearn
from linear_read import read_examples
from sklearn.linear_model import LogisticRegression, SGDClassifier
from subject import peak_mb, reset_peak, serve


read = cache(read_examples)


def make_model(request: dict):
    options = {"max_iter": request["maxIter"], "random_state": request["seed"]}
    if request["solver"] == "sgd":
        alpha = 1 / (request["C"] * request["n"])
        return SGDClassifier(loss="log_loss", alpha=alpha, tol=None, **options)
    return LogisticRegression(solver=request["solver"], C=request["C"], tol=request["tol"], **options)


def fit(request: dict) -> dict:
    """Seconds of one fit, the mean of `repeat`; its coefficients; peak memory."""
    x, y = read(request["file"], request["n"], request["features"], request.get("nonzeros"))
    reset_peak()
    start = time.perf_counter()
    for _ in range(request["repeat"]):
        model = make_model(request).fit(x, y)
    seconds = (time.perf_counter() - start) / request["repeat"]
    answer = {"seconds": seconds, "peakMB": peak_mb(), "iterations": int(np.max(model.n_iter_))}
    return answer | {"coef": model.coef_.tolist(), "intercept": model.intercept_.tolist()}


warnings.simplefilter("ignore")  # a fit that is cut off by max_iter says so
serve({"scikit-learn": sklearn.__version__, "numpy": np.__version__}, fit)

"""One CSV file read by pandas into float32 features and class ids, as Batchwise reads it."""

import time

import numpy as np
import pandas as pd

from subject import peak_mb, reset_peak, serve


def read(path: str) -> tuple[np.ndarray, np.ndarray]:
    frame = pd.read_csv(path)
    labels, _ = pd.factorize(frame.pop("y"), sort=True)
    words = [name for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
    if words:
        frame = pd.get_dummies(frame, columns=words, dtype=np.float32)
    return frame.to_numpy(dtype=np.float32), labels


def answer(request: dict) -> dict:
    """Seconds of one reading, the mean of `repeat`; peak memory."""
    repeat = request.get("repeat", 1)
    reset_peak()
    start = time.perf_counter()
    for _ in range(repeat):
        x, labels = read(request["paths"][0])
    seconds = (time.perf_counter() - start) / repeat
    return {
        "seconds": seconds,
        "peakMB": peak_mb(),
        "n": len(labels),
        "features": x.shape[1],
        "sum": float(x[-1].sum(dtype="float64")),
    }


serve({"pandas": pd.__version__, "NumPy": np.__version__}, answer)

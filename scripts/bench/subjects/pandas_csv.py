"""One CSV file read by pandas into float32 features and class ids, as Batchwise reads it."""

import time

import numpy as np
import pandas as pd

from subject import peak_mb, reset_peak, serve


def answer(request: dict) -> dict:
    reset_peak()
    start = time.perf_counter()
    frame = pd.read_csv(request["paths"][0])
    labels, _ = pd.factorize(frame.pop("y"), sort=True)
    words = [name for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
    if words:
        frame = pd.get_dummies(frame, columns=words, dtype=np.float32)
    x = frame.to_numpy(dtype=np.float32)
    seconds = time.perf_counter() - start
    return {
        "seconds": seconds,
        "peakMB": peak_mb(),
        "n": len(labels),
        "features": x.shape[1],
        "last": float(x[-1, -1]),
    }


serve({"pandas": pd.__version__, "NumPy": np.__version__}, answer)

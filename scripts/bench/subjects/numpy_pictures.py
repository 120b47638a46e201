"""Files of pictures read by NumPy into float32 pixels and class ids, as Batchwise reads them."""

import time

import numpy as np
from subject import peak_mb, reset_peak, serve

PLANE = 32 * 32


def idx(paths: list[str]) -> tuple[np.ndarray, np.ndarray]:
    pictures, labels = (np.fromfile(path, "uint8") for path in paths)
    pixels = pictures[16:].reshape(-1, 28, 28, 1)
    return pixels.astype("float32") / np.float32(255), labels[8:].astype("int32")


def cifar(paths: list[str]) -> tuple[np.ndarray, np.ndarray]:
    records = np.concatenate([np.fromfile(path, "uint8") for path in paths]).reshape(-1, 1 + 3 * PLANE)
    pixels = records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    return pixels.astype("float32", order="C") / np.float32(255), records[:, 0].astype("int32")


def answer(request: dict) -> dict:
    reset_peak()
    start = time.perf_counter()
    x, y = {"idx": idx, "cifar": cifar}[request["kind"]](request["paths"])
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "peakMB": peak_mb(), "n": len(y), "sum": float(x.flat[-1])}


serve({"NumPy": np.__version__}, answer)

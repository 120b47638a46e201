"""One Parquet file read by pyarrow into float32 features and class ids, as Batchwise reads it."""

import os
import time

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from subject import peak_mb, reset_peak, serve

pa.set_cpu_count(int(os.environ["BENCH_THREADS"]))


def features_of(column: pa.ChunkedArray) -> list[np.ndarray]:
    """A column of numbers as it is, one of words as a column for each word."""
    if not pa.types.is_string(column.type):
        return [column.to_numpy()]
    words = column.combine_chunks().dictionary_encode()
    order = pc.sort_indices(words.dictionary).to_numpy()
    ids = words.indices.to_numpy()
    return [ids == word for word in order]


def answer(request: dict) -> dict:
    reset_peak()
    start = time.perf_counter()
    table = pq.read_table(request["paths"][0])
    _, labels = np.unique(table["y"].to_numpy(), return_inverse=True)
    columns = [f for name in table.column_names if name != "y" for f in features_of(table[name])]
    x = np.empty((len(labels), len(columns)), "float32")
    for j, column in enumerate(columns):
        x[:, j] = column
    seconds = time.perf_counter() - start
    last_row = float(x[-1].sum(dtype="float64"))
    return {"seconds": seconds, "peakMB": peak_mb(), "n": len(x), "features": x.shape[1], "sum": last_row}


serve({"pyarrow": pa.__version__, "NumPy": np.__version__}, answer)

"""Writes the embedded blood cells from scanpy's copy: python blood_cells.py OUT_DIR WHEEL (needs h5py and numpy).

The wheel comes by `pip download --no-deps scanpy==1.11.5`; nothing of it is installed.
"""

import gzip
import hashlib
import io
import sys
from pathlib import Path
from zipfile import ZipFile

import h5py
import numpy as np

FILE = "scanpy/datasets/10x_pbmc68k_reduced.h5ad"
SHA256 = "e71d41e737c941559b7c57c9243bdb3d2c889c2adfdf00e3422ac6b46783676f"
PER_CELL = 10_000  # the file holds log(1 + count · 10,000 / total), rounded to three decimals


def counts(file: h5py.File, totals: np.ndarray) -> np.ndarray:
    """(cells, genes): the molecules that were counted, which the file's logarithms tell exactly."""
    logs = np.zeros(file["raw.X"].attrs["h5sparse_shape"])
    starts, columns, values = (file[f"raw.X/{name}"][:] for name in ("indptr", "indices", "data"))
    for cell in range(len(logs)):
        part = slice(starts[cell], starts[cell + 1])
        logs[cell, columns[part]] = values[part]
    found = np.expm1(logs) * totals[:, None] / PER_CELL
    whole = np.rint(found)
    assert np.abs(np.log1p(whole / totals[:, None] * PER_CELL) - logs).max() < 0.000501
    return whole.astype(int)


out, wheel = map(Path, sys.argv[1:])
content = ZipFile(wheel).read(FILE)
assert hashlib.sha256(content).hexdigest() == SHA256, "not the file of scanpy 1.11.5"
with h5py.File(io.BytesIO(content)) as file:
    cells = file["obs"][:]
    types = [name.decode() for name in file["uns/bulk_labels_categories"][:]]
    genes = [name.decode() for (name,) in file["raw.var"][:].tolist()]
    totals = cells["n_counts"].astype(int)
    table = counts(file, totals)
lines = [["type", "total", *genes]]
for row, total, label in zip(table, totals, cells["bulk_labels"]):
    lines.append([types[label], total, *row])
text = "".join(",".join(map(str, line)) + "\n" for line in lines)
(out / "cells.csv.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))

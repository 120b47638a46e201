"""Writes the embedded digits from scikit-learn's copy: python digits.py OUT_DIR (needs scikit-learn)."""

import struct
import sys
from pathlib import Path

from sklearn.datasets import load_digits


def write_idx(path: Path, array) -> None:
    """IDX of unsigned bytes: zero, zero, type 8, axes; big-endian sizes; values."""
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    path.write_bytes(header + array.astype("uint8").tobytes())


out = Path(sys.argv[1])
digits = load_digits()
write_idx(out / "images.idx3-ubyte", digits.images)
write_idx(out / "labels.idx1-ubyte", digits.target)

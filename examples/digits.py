"""The 1,797 handwritten digits of data/digits, divided by a seed: what the three programs train on."""

import pathlib
import struct

import numpy as np

FOLDER = pathlib.Path(__file__).parent.parent / "data" / "digits"


def read_idx(path):
    """The array of an IDX file of bytes: two zeros, the type, the number of sizes, the sizes, the values."""
    data = path.read_bytes()
    sizes = struct.unpack(f">{data[3]}I", data[4 : 4 + 4 * data[3]])
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(sizes)


def load(seed):
    """Pixels from -0.5 to 0.5 and labels: (x, y) to train on, (x, y) to validate on."""
    x = read_idx(FOLDER / "images.idx3-ubyte").reshape(-1, 64).astype(np.float32)
    y = read_idx(FOLDER / "labels.idx1-ubyte").astype(np.int64)
    x = x / x.max() - 0.5
    order = np.random.default_rng(seed).permutation(len(x))
    valid, train = order[:360], order[360:]
    return (x[train], y[train]), (x[valid], y[valid])

"""Writes a Parquet file of the readers' benchmark: python parquet_file.py ROWS KIND FILE

20 columns and a label y of three classes, as pyarrow writes them by default. KIND: numbers (float64 of all digits), decimals
(float64 of six digits), float32, or words (numbers, and the first column holds words). The same words give the same file.
"""

import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

COLUMNS = 20
TOWNS = ["Ulm", "Köln", "Bad Tölz", "Leipzig", "Jena"]


def main(rows: int, kind: str, path: str) -> None:
    rng = np.random.default_rng(0)
    columns = {}
    for j in range(COLUMNS):
        values = rng.standard_normal(rows)
        if kind == "decimals":
            values = values.round(6)
        columns[f"x{j}"] = values.astype("float32") if kind == "float32" else values
    if kind == "words":
        columns["x0"] = np.array(TOWNS)[rng.integers(0, len(TOWNS), rows)]
    columns["y"] = rng.integers(0, 3, rows)
    pq.write_table(pa.table(columns), path)


main(int(sys.argv[1]), sys.argv[2], sys.argv[3])

"""Writes the example tables from scikit-learn's copies: python examples.py OUT_DIR (needs scikit-learn)."""

import csv
import sys
from pathlib import Path

from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine


def write_table(path: Path, data, label: str, classes=None) -> None:
    """CSV with a header line; numbers as they are, the label (a class by name) in the last column."""
    with path.open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([*data.feature_names, label])
        for row, target in zip(data.data, data.target):
            named = f"{target:.10g}" if classes is None else classes[target]
            table.writerow([*(f"{value:.10g}" for value in row), named])


out = Path(sys.argv[1])
cancer = load_breast_cancer()
write_table(out / "breast-cancer.csv", cancer, "diagnosis", cancer.target_names)
write_table(out / "wine.csv", load_wine(), "cultivar", ["first", "second", "third"])
write_table(out / "diabetes.csv", load_diabetes(scaled=False), "progression")

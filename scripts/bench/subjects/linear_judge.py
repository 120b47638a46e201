"""Tells how far coefficients are from the optimum: the same judge for every subject."""

import sys
from functools import cache
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from linear_objective import Problem  # noqa: E402
from linear_read import read_examples  # noqa: E402
from subject import serve  # noqa: E402


@cache
def problem(file: str, n: int, features: int, nonzeros: int | None, C: float) -> Problem:
    return Problem(*read_examples(file, n, features, nonzeros), C)


def judge(request: dict) -> dict:
    """Excess over the optimum, relative to it; for `sgd` of the sum of one-versus-rest objectives."""
    sizes = (request["n"], request["features"], request.get("nonzeros"))
    judged = problem(request["file"], *sizes, request["C"])
    coef = np.array(request["coef"]).reshape(-1, request["features"])
    intercept = np.array(request["intercept"])
    if request["solver"] == "sgd":
        value, best = judged.one_versus_rest(coef, intercept), request["optimumOneVersusRest"]
    else:
        value, best = judged.value_and_gradient(coef, intercept)[0], request["optimum"]
    return {"excess": (value - best) / best}


serve({}, judge)

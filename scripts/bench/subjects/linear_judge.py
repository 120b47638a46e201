"""Tells how far coefficients are from the optimum: the same judge for every subject."""

import sys
from functools import cache
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from linear_objective import Problem  # noqa: E402
from subject import serve  # noqa: E402


@cache
def problem(file: str, n: int, features: int, C: float) -> Problem:
    x = np.fromfile(file, "<f8", n * features).reshape(n, features)
    return Problem(x, np.fromfile(file, "<i4", n, offset=x.nbytes), C)


def judge(request: dict) -> dict:
    """Excess over the optimum, relative to it; for `sgd` of the sum of one-versus-rest objectives."""
    judged = problem(request["file"], request["n"], request["features"], request["C"])
    coef = np.array(request["coef"]).reshape(-1, request["features"])
    intercept = np.array(request["intercept"])
    if request["solver"] == "sgd":
        value, best = judged.one_versus_rest(coef, intercept), request["optimumOneVersusRest"]
    else:
        value, best = judged.value_and_gradient(coef, intercept)[0], request["optimum"]
    return {"excess": (value - best) / best}


serve({}, judge)

"""Optuna's TPE over the batch size and the learning rate: it asks for one training after another.

The first request names the sizes and the range of rates; each later one tells the loss of what was asked for last. A loss that is
not finite is told as a failed trial.
"""

import math
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))

import optuna
from subject import serve

optuna.logging.set_verbosity(optuna.logging.ERROR)
study = None
trial = None
sizes: list[int] = []
rates: list[float] = []


def asked() -> dict:
    global trial
    trial = study.ask()
    size = sizes[trial.suggest_int("size", 0, len(sizes) - 1)]
    return {"batchSize": size, "learningRate": trial.suggest_float("learning_rate", *rates, log=True)}


def answer(request: dict) -> dict:
    global study, sizes, rates
    if request["what"] == "start":
        sizes, rates = request["sizes"], request["rates"]
        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=request["seed"]))
        return asked()
    loss = request["loss"]
    if loss is None or not math.isfinite(loss):
        study.tell(trial, state=optuna.trial.TrialState.FAIL)
    else:
        study.tell(trial, loss)
    return asked()


serve({"optuna": optuna.__version__}, answer)

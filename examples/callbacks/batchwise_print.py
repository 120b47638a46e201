"""Prints an evaluation as Batchwise's advisor reads it. Copy this file beside your program."""

import json
import time

_started = time.perf_counter()


def report(step, valid_loss, *, examples=None, valid_accuracy=None, valid_examples=None):
    """One line of JSON: updates so far, mean validation loss; examples so far, share that is right, how many validate."""
    line = {
        "step": int(step),
        "examples": examples,
        "seconds": time.perf_counter() - _started,
        "validLoss": float(valid_loss),
        "validAccuracy": None if valid_accuracy is None else float(valid_accuracy),
        "validExamples": valid_examples,
    }
    print(json.dumps(line), flush=True)

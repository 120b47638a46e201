"""A Keras callback that prints evaluations as Batchwise's advisor reads them. Copy this file beside your program."""

import json
import time

import keras


class Batchwise(keras.callbacks.Callback):
    """Prints a line after each epoch of a `fit` with `validation_data`. `examples`: how many are trained on."""

    def __init__(self, examples):
        super().__init__()
        self.examples = examples

    def on_train_begin(self, logs=None):
        self.seconds = 0.0

    def on_epoch_begin(self, epoch, logs=None):
        self.step = 0 if epoch == 0 else self.step
        self.began = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        self.step += 1

    def on_test_begin(self, logs=None):
        # What comes before validation is training.
        self.seconds += time.perf_counter() - self.began

    def on_epoch_end(self, epoch, logs=None):
        logs = logs or {}
        if "val_loss" not in logs:
            raise ValueError("Batchwise needs validation_data in fit: there is no val_loss")
        line = {
            "step": self.step,
            "examples": (epoch + 1) * self.examples,
            "seconds": self.seconds,
            "validLoss": float(logs["val_loss"]),
        }
        accuracy = next((logs[key] for key in logs if key.startswith("val_") and key.endswith("accuracy")), None)
        if accuracy is not None:
            line["validAccuracy"] = float(accuracy)
        print(json.dumps(line), flush=True)

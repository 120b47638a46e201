"""A Lightning callback that prints evaluations as Batchwise's advisor reads them. Copy this file beside your program."""

import json
import time

import lightning.pytorch


class Batchwise(lightning.pytorch.Callback):
    """Prints a line after each validation of `Trainer.fit`. The names are those that the module logs in `validation_step`."""

    def __init__(self, valid_loss="val_loss", valid_accuracy="val_acc"):
        self.valid_loss = valid_loss
        self.valid_accuracy = valid_accuracy
        self.seconds = 0.0
        self.began = None

    def on_train_batch_start(self, trainer, module, batch, batch_idx):
        self.began = time.perf_counter() if self.began is None else self.began

    def on_validation_start(self, trainer, module):
        # What comes before validation is training.
        if self.began is not None:
            self.seconds += time.perf_counter() - self.began
        self.began = None

    def on_validation_end(self, trainer, module):
        if trainer.sanity_checking or not trainer.is_global_zero:
            return
        metrics = trainer.callback_metrics
        if self.valid_loss not in metrics:
            logged = ", ".join(metrics) or "nothing"
            raise ValueError(f"Batchwise needs self.log({self.valid_loss!r}, …) in validation_step; logged is {logged}")
        line = {"step": trainer.global_step, "seconds": self.seconds, "validLoss": float(metrics[self.valid_loss])}
        if self.valid_accuracy in metrics:
            line["validAccuracy"] = float(metrics[self.valid_accuracy])
        print(json.dumps(line), flush=True)

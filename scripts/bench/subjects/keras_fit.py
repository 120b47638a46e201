"""Keras `fit` on TensorFlow."""

import math
import time
from functools import cache

import keras
import tensorflow
from subject import serve
from train_data import read

# Keras takes some tens of milliseconds to start an epoch: shorter ones than a real epoch would charge it too much.
LEAST_STEPS = 300


class Clock(keras.callbacks.Callback):
    """Seconds from the start of the second epoch to the end of the last; the first one compiles and warms up."""

    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 1:
            self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        if epoch > 0:
            self.seconds = time.perf_counter() - self.start


@cache
def make_model(case: str, layers: tuple[int, ...], optimizer: str, learning_rate: float) -> keras.Model:
    inputs = keras.Input((layers[0],))
    hidden = inputs
    for units in layers[1:-1]:
        hidden = keras.layers.Dense(units, activation="relu")(hidden)
    model = keras.Model(inputs, keras.layers.Dense(layers[-1])(hidden))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    kinds = {"adam": keras.optimizers.Adam, "sgd": keras.optimizers.SGD}
    model.compile(optimizer=kinds[optimizer](learning_rate), loss=loss)
    return model


def train(request: dict) -> dict:
    n, batch_size, layers = request["n"], request["batchSize"], tuple(request["layers"])
    x, y = read(request["data"], n, layers[0])
    rows = min(n, max(request["steps"], LEAST_STEPS) * batch_size)
    steps_an_epoch = math.ceil(rows / batch_size)
    epochs = math.ceil(request["steps"] / steps_an_epoch)
    model = make_model(request["case"], layers, request["optimizer"], request["learningRate"])
    clock = Clock()
    model.fit(x[:rows], y[:rows], batch_size=batch_size, epochs=1 + epochs, verbose=0, callbacks=[clock])
    return {"seconds": clock.seconds, "steps": epochs * steps_an_epoch}


serve({"keras": keras.__version__, "tensorflow": tensorflow.__version__}, train)

"""A network with one hidden layer, in Keras. Lines that end in `# advise` are what the advisor needs."""

import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras

sys.path.append(str(pathlib.Path(__file__).parent.parent))
sys.path.append(str(pathlib.Path(__file__).parent.parent / "callbacks"))  # advise
import digits
from batchwise_keras import Batchwise  # advise

batch_size, learning_rate, seed = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])  # advise
EPOCHS = 20

keras.utils.set_random_seed(seed)
train, valid = digits.load(seed)

model = keras.Sequential(
    [
        keras.layers.Input((64,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(
    *train,
    batch_size=batch_size,
    epochs=EPOCHS,
    validation_data=valid,
    verbose=0,
    callbacks=[Batchwise(examples=len(train[0]))],  # advise
)

"""Logistic regression by mini-batches, in scikit-learn. Lines that end in `# advise` are what the advisor needs.

`LogisticRegression` has neither a batch size nor `partial_fit`, and `SGDClassifier.partial_fit` makes one update for each
example of a chunk, so that a chunk is no batch. `MLPClassifier` without a hidden layer is the same model by mini-batches.
"""

import json  # advise
import math
import pathlib
import sys

import numpy as np
from sklearn.metrics import log_loss
from sklearn.neural_network import MLPClassifier

sys.path.append(str(pathlib.Path(__file__).parent.parent))
import digits

batch_size, learning_rate, seed = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])  # advise
EPOCHS = 30

(x, y), (x_valid, y_valid) = digits.load(seed)
model = MLPClassifier(
    hidden_layer_sizes=(),
    solver="adam",
    alpha=0,
    batch_size=min(batch_size, len(x)),
    learning_rate_init=learning_rate,
    random_state=seed,
)
for epoch in range(1, EPOCHS + 1):
    model.partial_fit(x, y, classes=np.arange(10))  # one pass over all, in batches
    chances = model.predict_proba(x_valid)
    loss, accuracy = log_loss(y_valid, chances, labels=np.arange(10)), (chances.argmax(1) == y_valid).mean()
    print(f"epoch {epoch}: validation loss {loss:.3f}, accuracy {accuracy:.3f}")
    step = epoch * math.ceil(len(x) / batch_size)  # advise
    said = {"step": step, "examples": epoch * len(x), "validLoss": loss}  # advise
    print(json.dumps({**said, "validAccuracy": accuracy, "validExamples": 360}), flush=True)  # advise

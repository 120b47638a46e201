"""PyTorch: the plain loop, `torch.func.vmap` over many models, and the rate of its matrix products.

Batches are gathered by `index_select`, which took half to a fifth of the time of `x[rows]`.
"""

import os
import time

import numpy as np
import torch
from subject import serve
from torch import nn
from torch.func import functional_call, grad, stack_module_state, vmap
from train_data import read

WARM_UP = 3


def make_model(request: dict) -> nn.Sequential:
    layers = request["layers"]
    if "filters" in request:
        return make_cnn(request["shape"], request["filters"], layers[-1])
    pairs = list(zip(layers, layers[1:]))
    dense = [layer for pair in pairs for layer in (nn.Linear(*pair), nn.ReLU())]
    return nn.Sequential(*dense[:-1])


def make_cnn(shape: list[int], filters: list[int], classes: int) -> nn.Sequential:
    rows, columns, channels = shape
    layers = []
    for count in filters:
        layers += [nn.Conv2d(channels, count, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        rows, columns, channels = rows // 2, columns // 2, count
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(rows * columns * channels, classes))


def make_optimizer(request: dict, parameters) -> torch.optim.Optimizer:
    options = {"lr": request["learningRate"], "fused": request.get("fused") or None}
    return (torch.optim.Adam if request["optimizer"] == "adam" else torch.optim.SGD)(parameters, **options)


def tensors(request: dict) -> tuple[torch.Tensor, torch.Tensor]:
    x, y = read(request["data"], request["n"], request["layers"][0])
    if "shape" in request:
        x = np.ascontiguousarray(x.reshape(-1, *request["shape"]).transpose(0, 3, 1, 2))
    return torch.from_numpy(x), torch.from_numpy(y)


def timed(step, orders, steps: int) -> dict:
    """Seconds of `steps` steps, each on the next rows that `orders` gives."""
    for _ in range(WARM_UP):
        step(next(orders))
    start = time.perf_counter()
    for _ in range(steps):
        step(next(orders))
    return {"seconds": time.perf_counter() - start, "steps": steps}


def shuffled(n: int, batch_size: int):
    """Rows of each batch, in a new order every epoch; None where the batch is all rows."""
    while True:
        order = None if batch_size == n else torch.randperm(n)
        for start in range(0, n, batch_size):
            yield None if order is None else order[start : start + batch_size]


def one_model(request: dict) -> dict:
    x, y = tensors(request)
    model = make_model(request)
    optimizer = make_optimizer(request, model.parameters())

    def step(rows) -> None:
        optimizer.zero_grad()
        xb, yb = (x, y) if rows is None else (x.index_select(0, rows), y.index_select(0, rows))
        nn.functional.cross_entropy(model(xb), yb).backward()
        optimizer.step()

    return timed(step, shuffled(request["n"], request["batchSize"]), request["steps"])


def shuffled_apart(n: int, batch_size: int, k: int):
    """Rows (k, batch) of each batch, every model in an order of its own; None where the batch is all rows."""
    while True:
        orders = None if batch_size == n else torch.rand(k, n).argsort(1)
        for start in range(0, n, batch_size):
            yield None if orders is None else orders[:, start : start + batch_size]


def many_models(request: dict) -> dict:
    x, y = tensors(request)
    models = [make_model(request) for _ in range(request["k"])]
    stacked, _ = stack_module_state(models)
    parameters = {name: p.detach().clone() for name, p in stacked.items()}
    optimizer = make_optimizer(request, list(parameters.values()))
    base = models[0].to("meta")

    def loss(p, xb, yb):
        return nn.functional.cross_entropy(functional_call(base, (p,), (xb,)), yb)

    apart, shared = vmap(grad(loss)), vmap(grad(loss), in_dims=(0, None, None))

    def step(rows) -> None:
        if rows is None:
            gradients = shared(parameters, x, y)
        else:
            flat = rows.reshape(-1)
            xb = x.index_select(0, flat).view(*rows.shape, *x.shape[1:])
            gradients = apart(parameters, xb, y.index_select(0, flat).view(rows.shape))
        for name, p in parameters.items():
            p.grad = gradients[name]
        optimizer.step()

    orders = shuffled_apart(request["n"], request["batchSize"], request["k"])
    return timed(step, orders, request["steps"])


def products(request: dict) -> dict:
    """Seconds of the matrix products of one full-batch step; shapes as in `products.mjs`."""
    n, (features, hidden, classes) = request["n"], request["layers"]
    x, h, dz = torch.rand(n, features), torch.rand(n, hidden), torch.rand(n, classes)
    w1, w2 = torch.rand(features, hidden), torch.rand(hidden, classes)

    def step(_) -> None:
        for a, b in ((x, w1), (h, w2), (h.T, dz), (dz, w2.T), (x.T, h)):
            torch.mm(a, b)

    return timed(step, iter(lambda: 0, 1), request["steps"])


def answer(request: dict) -> dict:
    if request["what"] == "products":
        return products(request)
    one = request["k"] == 1 and not request.get("many")
    return one_model(request) if one else many_models(request)


torch.set_num_threads(int(os.environ["BENCH_THREADS"]))
serve({"torch": torch.__version__}, answer)

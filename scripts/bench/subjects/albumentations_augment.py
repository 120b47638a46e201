"""Albumentations' augmentation of a batch, image by image on one thread; mixup with NumPy."""

import os

os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"

import time

import albumentations as A
import cv2
import numpy as np
from subject import serve

CLASSES = 10

cv2.setNumThreads(1)


def affine(of: dict, shape: list[int]) -> A.Affine:
    """The moves in one resampling. Shifts are in parts of the image, which are not rounded to pixels."""
    rows, cols, _ = shape
    turn, slant = of["rotate"]["degrees"], of["shear"]["degrees"]
    down, right = of["translate"]["rows"] / rows, of["translate"]["cols"] / cols
    return A.Affine(
        rotate=(-turn, turn),
        scale=tuple(of["scale"]["factor"]),
        keep_ratio=True,
        shear={"x": (-slant, slant), "y": (0, 0)},
        translate_percent={"x": (-right, right), "y": (-down, down)},
        p=1,
    )


def transforms(changes: list[dict], shape: list[int]) -> A.Compose:
    """The chain but mixup. Colours jitter by multiplication about the grey, as in Batchwise."""
    rows, cols, _ = shape
    of = {change["kind"]: change for change in changes}
    if "flip" not in of:
        return A.Compose([affine(of, shape)], seed=1)
    colour = of.get("colour", {"hue": 0, "saturation": [1, 1]})
    hue, deviation, side = colour["hue"] / 360, of["noise"]["standardDeviation"], of["cutout"]["size"]
    steps = [
        A.HorizontalFlip(p=of["flip"]["probability"]),
        A.VerticalFlip(p=of["flip"]["probability"]),
        affine(of, shape),
        A.Pad(of["crop"]["padding"], p=1),
        A.RandomCrop(rows, cols, p=1),
        A.ColorJitter(
            brightness=tuple(of["brightness"]["factor"]),
            contrast=tuple(of["contrast"]["factor"]),
            saturation=tuple(colour["saturation"]),
            hue=(-hue, hue),
            p=1,
        ),
        A.GaussNoise(std_range=(deviation, deviation), p=1),
        A.CoarseDropout(
            num_holes_range=(1, 1), hole_height_range=(side, side), hole_width_range=(side, side), p=1
        ),
    ]
    return A.Compose(steps, seed=1)


def mixup(x: np.ndarray, targets: np.ndarray, alpha: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    partners = rng.permutation(len(x))
    share = rng.beta(alpha, alpha, len(x)).astype("float32")
    own, others = share[:, None, None, None], 1 - share[:, None, None, None]
    return x * own + x[partners] * others, targets * own[:, 0, 0] + targets[partners] * others[:, 0, 0]


def run(request: dict) -> dict:
    shape, n, changes = request["shape"], request["batch"], request["changes"]
    rng = np.random.default_rng(1)
    x = rng.random((n, *shape), dtype="float32")
    targets = np.eye(CLASSES, dtype="float32")[np.arange(n) % CLASSES]
    chain = transforms(changes, shape)
    alpha = next((change["alpha"] for change in changes if change["kind"] == "mixup"), None)
    result = np.empty_like(x)
    start = time.process_time()
    for _ in range(request["steps"]):
        for i in range(n):
            result[i] = chain(image=x[i])["image"]
        if alpha is not None:
            mixup(result, targets, alpha, rng)
    return {"seconds": time.process_time() - start, "steps": request["steps"]}


serve({"albumentations": A.__version__, "opencv": cv2.__version__, "numpy": np.__version__}, run)

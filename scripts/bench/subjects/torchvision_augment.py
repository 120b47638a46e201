"""torchvision's augmentation of a batch, image by image on one thread; mixup with PyTorch."""

import sys
import time

import torch
from subject import serve
from torch.distributions import Beta

try:
    import torchvision
except RuntimeError:
    # PyPI's torchvision is built for CUDA: its compiled operators do not load beside a CPU build of torch.
    # The transforms use none of them; only the names of two are missed on the way in.
    for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
        del sys.modules[name]
    operators = torch.library.Library("torchvision", "DEF")
    for name in ["nms", "qnms"]:
        operators.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    import torchvision

from torchvision.transforms import InterpolationMode, v2

CLASSES = 10

torch.set_num_threads(1)


def affine(of: dict, shape: list[int]) -> v2.RandomAffine:
    """The moves in one resampling; it rounds shifts to whole pixels."""
    rows, cols, _ = shape
    return v2.RandomAffine(
        degrees=of["rotate"]["degrees"],
        translate=(of["translate"]["cols"] / cols, of["translate"]["rows"] / rows),
        scale=tuple(of["scale"]["factor"]),
        shear=of["shear"]["degrees"],
        interpolation=InterpolationMode.BILINEAR,
    )


def transforms(changes: list[dict], shape: list[int]) -> v2.Transform:
    """The chain but mixup. Its cutout lies wholly in the image."""
    rows, cols, _ = shape
    of = {change["kind"]: change for change in changes}
    if "flip" not in of:
        return affine(of, shape)
    colour = of.get("colour", {"hue": 0, "saturation": None})
    part = of["cutout"]["size"] ** 2 / (rows * cols)
    steps = [
        v2.RandomHorizontalFlip(of["flip"]["probability"]),
        v2.RandomVerticalFlip(of["flip"]["probability"]),
        affine(of, shape),
        v2.RandomCrop((rows, cols), padding=of["crop"]["padding"]),
        v2.ColorJitter(
            brightness=of["brightness"]["factor"],
            contrast=of["contrast"]["factor"],
            saturation=colour["saturation"],
            hue=colour["hue"] / 360 or None,
        ),
        v2.GaussianNoise(sigma=of["noise"]["standardDeviation"]),
        v2.RandomErasing(p=1, scale=(part, part), ratio=(1, 1)),
    ]
    return v2.Compose(steps)


def mixup(x: torch.Tensor, targets: torch.Tensor, share: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    partners = torch.randperm(len(x))
    own, others = share[:, None, None, None], 1 - share[:, None, None, None]
    return x * own + x[partners] * others, targets * own[:, 0, 0] + targets[partners] * others[:, 0, 0]


def run(request: dict) -> dict:
    (rows, cols, channels), n, changes = request["shape"], request["batch"], request["changes"]
    torch.manual_seed(1)
    x = torch.rand(n, channels, rows, cols)
    targets = torch.eye(CLASSES)[torch.arange(n) % CLASSES]
    chain = transforms(changes, request["shape"])
    alpha = next((change["alpha"] for change in changes if change["kind"] == "mixup"), None)
    start = time.process_time()
    for _ in range(request["steps"]):
        result = torch.stack([chain(image) for image in x])
        if alpha is not None:
            mixup(result, targets, Beta(alpha, alpha).sample((n,)))
    return {"seconds": time.process_time() - start, "steps": request["steps"]}


serve({"torchvision": torchvision.__version__, "torch": torch.__version__}, run)

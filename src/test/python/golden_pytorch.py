"""Writes src/test/resources/golden/pytorch-v1.json: losses by PyTorch beside the exact ones.

Run from the root of the project, where Python has torch and numpy (Debian: python3-torch):
/usr/bin/python3 src/test/python/golden_pytorch.py

Numbers are written as float.hex writes them. A tensor is a flat list in row-major order with its shape.
"torch" is what PyTorch computed; "exact" is by fractions.Fraction, each number rounded once.
"""

import json
import math
import platform
import random
from fractions import Fraction

import numpy
import torch
from torch.nn.functional import l1_loss, linear, mse_loss

from exact_losses import Elements, rounded, rounded32, stored, text, texts, write

SHAPES = [
    (), (1,), (2,), (5,), (64,),
    (1, 1), (3, 4), (7, 2), (1, 9),
    (1, 1, 1), (2, 3, 4), (4, 1, 3),
    (2, 2, 2, 2), (1, 3, 2, 1),
    (1, 1, 1, 1, 1), (2, 1, 2, 3, 2), (2, 2, 1, 2, 2),
]
DTYPES = {"float32": torch.float32, "float64": torch.float64}
IGNORED = -100.0
SOURCE = random.Random(20240608)


def numbers(dtype, count, center, spread):
    return [stored(dtype, SOURCE.gauss(center, spread)) for _ in range(count)]


def weights(dtype, count):
    return [stored(dtype, SOURCE.uniform(0.05, 4)) for _ in range(count)]


def tensor(dtype, shape, values):
    return torch.tensor(values, dtype=DTYPES[dtype]).reshape(shape)


def flat(values):
    return [float(value) for value in values.detach().reshape(-1)]


def gradient(loss, prediction):
    """The gradient of a scalar loss, by autograd."""
    (result,) = torch.autograd.grad(loss, prediction, retain_graph=True)
    return flat(result)


class Case:
    """One tensor with one way to reduce it, by PyTorch and exactly."""

    def __init__(self, name, dtype, shape, prediction, target, weight=None, divide_by="weights"):
        self.name, self.dtype, self.shape = name, dtype, shape
        self.prediction, self.target = prediction, target
        self.weight, self.divide_by = weight, divide_by

    def row_size(self):
        return math.prod(self.shape[1:])

    def element_weights(self):
        """The weight of each element; a shorter list of weights is one for each row."""
        if self.weight is None:
            return [1.0] * len(self.target)
        per_row = len(self.target) // len(self.weight)
        return [self.weight[i // per_row] for i in range(len(self.target))]

    def used(self):
        return [
            not math.isnan(p) and not math.isnan(t) and t != IGNORED
            for p, t in zip(self.prediction, self.target)
        ]

    def torch_weight(self):
        """With the shape of the tensor, or (rows, 1, ..., 1)."""
        if len(self.weight) == len(self.target):
            return tensor(self.dtype, self.shape, self.weight)
        return tensor(self.dtype, (-1,) + (1,) * (len(self.shape) - 1), self.weight)

    def by_torch(self):
        p = tensor(self.dtype, self.shape, self.prediction).requires_grad_()
        t = tensor(self.dtype, self.shape, self.target)
        if self.weight is not None:
            w = self.torch_weight()
            none = w * (p - t) ** 2
            total = none.sum()
            if self.divide_by == "elements":
                mean = none.mean()
            else:
                mean = total / w.expand_as(p).sum()
        elif all(self.used()):
            none = mse_loss(p, t, reduction="none")
            total = mse_loss(p, t, reduction="sum")
            mean = mse_loss(p, t)
        elif any(math.isnan(value) for value in self.prediction):
            none = (p - t) ** 2
            total, mean = none.nansum(), none.nanmean()
        else:
            mask = ~torch.isnan(t) & (t != IGNORED)
            none = mse_loss(p, t, reduction="none")
            total = mse_loss(p[mask], t[mask], reduction="sum")
            mean = mse_loss(p[mask], t[mask])
        used = self.used()
        result = {"sum": text(total.item()), "mean": text(mean.item())}
        result["squaredError"] = self.left_out(flat(none))
        if not any(math.isnan(value) for value in self.prediction):
            result["gradientOfSum"] = self.left_out(gradient(total, p))
            result["gradientOfMean"] = self.left_out(gradient(mean, p))
            assert all(
                use or value == 0 for use, value in zip(used, gradient(mean, p))
            ), "what is masked has no gradient"
        return result

    def left_out(self, values):
        return [text(value) if use else None for value, use in zip(values, self.used())]

    def exactly(self):
        elements = Elements(self.prediction, self.target, self.element_weights(), self.used())
        result = elements.results(self.divide_by)
        result["squaredError"] = texts(elements.squared_errors())
        result["gradientOfSum"] = texts(elements.gradient(1))
        result["gradientOfMean"] = texts(elements.gradient(elements.divisor(self.divide_by)))
        return result

    def document(self):
        return {
            "name": f"{self.name} {self.dtype} {list(self.shape)}",
            "dtype": self.dtype,
            "shape": self.shape,
            "prediction": texts(self.prediction),
            "target": texts(self.target),
            "weight": None if self.weight is None else texts(self.weight),
            "divideBy": self.divide_by,
            "torch": self.by_torch(),
            "exact": self.exactly(),
        }


def holes(values, hole):
    """About a third of the values replaced, one at least, and one kept."""
    kept = SOURCE.randrange(len(values))
    lost = SOURCE.choice([i for i in range(len(values)) if i != kept])
    return [
        hole if i == lost or (i != kept and SOURCE.random() < 0.3) else value
        for i, value in enumerate(values)
    ]


def cases_of(dtype, shape):
    size = math.prod(shape)

    def pair():
        if SOURCE.random() < 0.5:
            return numbers(dtype, size, 0, 1), numbers(dtype, size, 0, 1)
        return numbers(dtype, size, 50, 10), numbers(dtype, size, 52, 10)

    def case(name, prediction, target, weight=None, divide_by="weights"):
        return Case(name, dtype, shape, prediction, target, weight, divide_by).document()

    yield case("plain", *pair())
    yield case("weighted, divided by the weights", *pair(), weights(dtype, size))
    yield case("weighted, divided by the elements", *pair(), weights(dtype, size), "elements")
    if len(shape) > 1:
        yield case("weighted rows, divided by the weights", *pair(), weights(dtype, shape[0]))
        yield case("weighted rows, divided by the elements", *pair(), weights(dtype, shape[0]), "elements")
    if size > 1:
        prediction, target = pair()
        yield case("NaN targets masked", prediction, holes(target, math.nan))
        yield case("ignored targets masked", prediction, holes(target, IGNORED))
        prediction, target = pair()
        yield case("nanmean", holes(prediction, math.nan), target)


def batches():
    """Losses of batches in the order of rows; the last batch may be short."""
    for dtype in DTYPES:
        for rows, width, size in [(10, 1, 4), (12, 1, 4), (5, 1, 1), (3, 1, 7), (9, 3, 2)]:
            p = numbers(dtype, rows * width, 0, 1)
            t = numbers(dtype, rows * width, 0, 1)
            shape = (rows,) if width == 1 else (rows, width)
            step = size * width
            parts = [(p[i:i + step], t[i:i + step]) for i in range(0, rows * width, step)]
            by_torch = [
                mse_loss(tensor(dtype, (-1, width), a), tensor(dtype, (-1, width), b)) for a, b in parts
            ]
            exact = [
                rounded(Elements(a, b, [1.0] * len(a), [True] * len(a)).mean()) for a, b in parts
            ]
            overall = Elements(p, t, [1.0] * len(p), [True] * len(p))
            yield {
                "name": f"batches of {size} {dtype} {list(shape)}",
                "dtype": dtype,
                "shape": shape,
                "batchSize": size,
                "prediction": texts(p),
                "target": texts(t),
                "torch": {
                    "losses": texts(loss.item() for loss in by_torch),
                    "batchMean": text(torch.stack(by_torch).mean().item()),
                },
                "exact": {
                    "losses": texts(exact),
                    "batchMean": text(rounded(sum(map(Fraction, exact)) / len(exact))),
                    "mean": text(rounded(overall.mean())),
                },
            }


def penalties():
    """The loss with penalties over the parameters of a model."""
    shapes = {"weight": (3, 4), "bias": (3,), "scale": ()}
    for dtype in DTYPES:
        for reduction in ("mean", "sum"):
            for l1, l2 in [(0.001, 0.0), (0.0, 0.01), (0.1, 0.3), (1e-9, 1e6)]:
                p, t = numbers(dtype, 12, 0, 1), numbers(dtype, 12, 0, 1)
                parameters = {
                    name: numbers(dtype, math.prod(shape), 0, 1) for name, shape in shapes.items()
                }
                tensors = [tensor(dtype, shapes[name], values) for name, values in parameters.items()]
                penalty = l1 * sum(
                    l1_loss(theta, torch.zeros_like(theta), reduction="sum") for theta in tensors
                ) + l2 * sum((theta ** 2).sum() for theta in tensors)
                loss = mse_loss(tensor(dtype, (12,), p), tensor(dtype, (12,), t), reduction=reduction)
                every = [Fraction(value) for values in parameters.values() for value in values]
                exact = Fraction(l1) * sum(map(abs, every)) + Fraction(l2) * sum(x * x for x in every)
                elements = Elements(p, t, [1.0] * 12, [True] * 12)
                reduced = elements.mean() if reduction == "mean" else elements.error
                yield {
                    "name": f"{reduction} l1 {l1} l2 {l2} {dtype}",
                    "dtype": dtype,
                    "shape": (len(p),),
                    "reduction": reduction,
                    "l1": text(l1),
                    "l2": text(l2),
                    "shapes": shapes,
                    "parameters": {name: texts(values) for name, values in parameters.items()},
                    "prediction": texts(p),
                    "target": texts(t),
                    "torch": {"penalty": text(penalty.item()), "loss": text((loss + penalty).item())},
                    "exact": {
                        "penalty": text(rounded(exact)),
                        "loss": text(rounded(reduced + exact)),
                    },
                }


def linear_models():
    """Predictions by a linear layer, and their loss."""
    for dtype in DTYPES:
        for rows, inputs, outputs, biased in [(1, 1, 1, True), (6, 3, 1, True), (5, 4, 2, True), (4, 7, 3, False)]:
            weight, bias = numbers(dtype, inputs * outputs, 0, 1), numbers(dtype, outputs, 0, 1)
            features, target = numbers(dtype, rows * inputs, 0, 1), numbers(dtype, rows * outputs, 0, 1)
            b = tensor(dtype, (outputs,), bias) if biased else None
            predicted = linear(
                tensor(dtype, (rows, inputs), features), tensor(dtype, (outputs, inputs), weight), b
            )
            loss = mse_loss(predicted, tensor(dtype, (rows, outputs), target))
            nearest = rounded if dtype == "float64" else rounded32
            exact, magnitudes = [], []
            for i in range(rows):
                for j in range(outputs):
                    terms = [Fraction(bias[j])] if biased else []
                    for k in range(inputs):
                        terms.append(Fraction(weight[j * inputs + k]) * Fraction(features[i * inputs + k]))
                    exact.append(nearest(sum(terms)))
                    magnitudes.append(rounded(sum(map(abs, terms))))
            ones = [1.0] * len(target)
            yield {
                "name": f"linear {inputs} to {outputs} {dtype} {rows} rows",
                "dtype": dtype,
                "shape": (rows, outputs),
                "inputs": inputs,
                "weights": texts(weight),
                "bias": texts(bias) if biased else None,
                "features": texts(features),
                "target": texts(target),
                "torch": {"prediction": texts(flat(predicted)), "mean": text(loss.item())},
                "exact": {
                    "prediction": texts(exact),
                    "termsMagnitude": texts(magnitudes),
                    **Elements(exact, target, ones, [True] * len(ones)).results("weights"),
                },
            }


def differences():
    """Where PyTorch leaves the range of its type, or has no elements."""
    for dtype, shape, p, t in [
        ("float32", (2,), [1e20, 1.0], [0.0, 0.0]),
        ("float32", (4,), [stored("float32", 1.8e19)] * 4, [0.0] * 4),
        ("float64", (2,), [1e200, 1.0], [0.0, 0.0]),
        ("float64", (16,), [1.3e154] * 3 + [0.0] * 13, [0.0] * 16),
        ("float32", (3,), [stored("float32", 1e-30)] * 3, [0.0] * 3),
        ("float64", (3,), [1e-200, 2e-200, 3e-200], [0.0] * 3),
        ("float64", (0,), [], []),
        ("float32", (0, 3), [], []),
    ]:
        p = [stored(dtype, value) for value in p]
        a, b = tensor(dtype, shape, p), tensor(dtype, shape, t)
        ones = [1.0] * len(p)
        yield {
            "name": f"{dtype} {list(shape)} {p[:1]}",
            "dtype": dtype,
            "shape": shape,
            "prediction": texts(p),
            "target": texts(t),
            "torch": {"sum": text(mse_loss(a, b, reduction="sum").item()), "mean": text(mse_loss(a, b).item())},
            "exact": Elements(p, t, ones, [True] * len(p)).results("weights") if p else None,
        }


def main():
    torch.set_num_threads(1)
    document = {
        "schema": "exactloss-golden-pytorch/1",
        "versions": {
            "torch": torch.__version__,
            "numpy": numpy.__version__,
            "python": platform.python_version(),
        },
        "tensors": [case for dtype in DTYPES for shape in SHAPES for case in cases_of(dtype, shape)],
        "batches": list(batches()),
        "penalties": list(penalties()),
        "linearModels": list(linear_models()),
        "differences": list(differences()),
    }
    write(document, "src/test/resources/golden/pytorch-v1.json")
    print(len(document["tensors"]), "tensors")


if __name__ == "__main__":
    main()

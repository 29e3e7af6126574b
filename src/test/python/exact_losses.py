"""Exact losses of a few elements, by fractions.Fraction; each result is rounded once.

For the scripts that write golden files beside the results of other libraries.
"""

import json
import math
import struct
from fractions import Fraction

from golden_losses import digest, root


def rounded(value):
    """The nearest double, of either sign."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def rounded32(value):
    """The nearest binary32, ties to even, for a value in its normal range or zero."""
    if value == 0:
        return 0.0
    magnitude = abs(value)
    exponent = math.frexp(float(magnitude))[1]
    while Fraction(2) ** exponent <= magnitude:
        exponent += 1
    while Fraction(2) ** (exponent - 1) > magnitude:
        exponent -= 1
    unit = Fraction(2) ** (exponent - 24)
    result = float(round(magnitude / unit) * unit)  # round() goes to the even integer
    assert struct.unpack("f", struct.pack("f", result))[0] == result
    return math.copysign(result, value)


def text(value):
    """A double as float.hex writes it, without the zeros that say nothing; NaN; null for None."""
    if value is None:
        return None
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    mantissa, exponent = value.hex().split("p")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}p{exponent}"


def texts(values):
    return [text(value) for value in values]


class Elements:
    """Elements with exact weights; those whose use is False are left out."""

    def __init__(self, predictions, targets, weights, used):
        self.used = used
        self.weights = [Fraction(w) if use else None for w, use in zip(weights, used)]
        self.differences = [
            Fraction(p) - Fraction(t) if use else None
            for p, t, use in zip(predictions, targets, used)
        ]
        self.count = sum(used)
        self.weight = sum((w for w in self.weights if w is not None), Fraction(0))
        self.error = sum(
            (w * d * d for w, d in zip(self.weights, self.differences) if w is not None),
            Fraction(0),
        )

    def divisor(self, divide_by):
        return self.weight if divide_by == "weights" else Fraction(self.count)

    def mean(self, divide_by="weights"):
        return self.error / self.divisor(divide_by)

    def squared_errors(self):
        return [
            None if w is None else rounded(w * d * d)
            for w, d in zip(self.weights, self.differences)
        ]

    def gradient(self, divisor):
        return [
            None if w is None else rounded(2 * w * d / divisor)
            for w, d in zip(self.weights, self.differences)
        ]

    def results(self, divide_by):
        """What a report says of them."""
        return {
            "used": self.count,
            "weightSum": text(rounded(self.weight)),
            "sum": text(rounded(self.error)),
            "mean": text(rounded(self.mean(divide_by))),
            "rmse": text(root(self.mean(divide_by))),
            "digest": digest(self.count, self.weight, self.error),
        }


def stored(dtype, value):
    """The value as a tensor of this type holds it."""
    return struct.unpack("f", struct.pack("f", value))[0] if dtype == "float32" else value


def write(document, path):
    """One case on a line."""
    with open(path, "w", encoding="ascii") as file:
        file.write("{")
        for i, (key, value) in enumerate(document.items()):
            file.write(("" if i == 0 else ",") + f"\n{json.dumps(key)}: ")
            if isinstance(value, list):
                lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in value)
                file.write(f"[\n{lines}\n]")
            else:
                file.write(json.dumps(value))
        file.write("\n}\n")

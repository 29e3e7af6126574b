"""Writes the true metrics of the weather data by slices: exact rationals, rounded once.

    python3 src/test/python/golden_weather.py > src/test/resources/golden/weather-v1.json

Means, roots and variances come from fractions.Fraction; quantiles and probabilities of Student's
distribution from SciPy, to whose accuracy the test compares intervals and p-values.
"""

import csv
import gzip
import json
import math
import sys
from fractions import Fraction

import scipy
from scipy.stats import t as student

INPUT = "src/examples/weather_forecasts.csv.gz"
MODELS = ["persistence_1h", "persistence_24h", "linear_model"]
BASELINE = 0
SLICINGS = [[], ["station"], ["month", "station"]]
LEVEL = 0.95


def nearest(value):
    return value.numerator / value.denominator  # division of integers is rounded once


def root(value):
    """The double nearest to the square root."""
    if value == 0:
        return 0.0
    shift = max(0, 300 - value.numerator.bit_length() + value.denominator.bit_length()) // 2 * 2
    scaled = (value.numerator << shift) // value.denominator
    whole = math.isqrt(scaled)
    exact = whole * whole * value.denominator == value.numerator << shift
    return nearest(Fraction(2 * whole + (0 if exact else 1), 2 << (shift // 2)))


def number(text):
    return Fraction(float(text)) if text else None


def read():
    with gzip.open(INPUT, "rt", newline="") as lines:
        return list(csv.DictReader(lines))


class Estimate:
    """The mean of exact terms, and the standard error from terms rounded to doubles."""

    def __init__(self, terms, weights):
        self.count = len(terms)
        rounded = [Fraction(nearest(term)) for term in terms]
        total = sum(weights)
        self.mean = sum(terms) / total
        centre = sum(rounded) / total
        spread = sum((x - centre * w) ** 2 for x, w in zip(rounded, weights))
        self.variance = spread * self.count / ((self.count - 1) * total * total)
        self.quantile = student.ppf(1 - (1 - LEVEL) / 2, self.count - 1)

    def error(self):
        return root(self.variance)

    def interval(self):
        half = self.quantile * self.error()
        return [nearest(self.mean) - half, nearest(self.mean) + half]

    def root_interval(self):
        half = self.quantile * root(self.variance / self.mean / 4)
        return [root(self.mean) - half, root(self.mean) + half]

    def p_value(self):
        statistic = root(self.mean * self.mean / self.variance)
        return 2 * float(student.sf(statistic, self.count - 1))


def variance(values, weights):
    total = sum(weights)
    mean = sum(w * x for x, w in zip(values, weights)) / total
    return sum(w * (x - mean) ** 2 for x, w in zip(values, weights)) / total


def used(rows, model):
    return [row for row in rows if row[model] is not None and row["t"] is not None]


def metrics(rows, model, total):
    own = used(rows, model)
    p = [row[model] for row in own]
    t = [row["t"] for row in own]
    w = [row["w"] for row in own]
    weight = sum(w)
    errors = [a - b for a, b in zip(p, t)]
    losses = [v * e * e for v, e in zip(w, errors)]
    target = variance(t, w)
    prediction = variance(p, w)
    error = variance(errors, w)
    mean_p = sum(v * x for x, v in zip(p, w)) / weight
    mean_t = sum(v * x for x, v in zip(t, w)) / weight
    covariance = sum(v * (a - mean_p) * (b - mean_t) for a, b, v in zip(p, t, w)) / weight
    correlation = root(covariance * covariance / (target * prediction))
    mean = sum(losses) / weight
    loss = Estimate(losses, w)
    found = {
        "sum": nearest(sum(losses)),
        "mean": nearest(mean),
        "rmse": root(mean),
        "mae": nearest(sum(v * abs(e) for e, v in zip(errors, w)) / weight),
        "bias": nearest(mean_p - mean_t),
        "errorVariance": nearest(error),
        "r2": nearest(1 - mean / target),
        "explainedVariance": nearest(1 - error / target),
        "maxError": nearest(max(abs(e) for e in errors)),
        "targetMean": nearest(mean_t),
        "targetVariance": nearest(target),
        "predictionMean": nearest(mean_p),
        "predictionVariance": nearest(prediction),
        "correlation": -correlation if covariance < 0 else correlation,
        "standardError": loss.error(),
        "confidenceInterval": loss.interval(),
        "rmseInterval": loss.root_interval(),
    }
    if model != BASELINE:
        both = used(own, BASELINE)
        change = Estimate(
            [
                row["w"] * ((row[model] - row["t"]) ** 2 - (row[BASELINE] - row["t"]) ** 2)
                for row in both
            ],
            [row["w"] for row in both],
        )
        found["meanChange"] = nearest(change.mean)
        found["meanChangeError"] = change.error()
        found["meanChangeInterval"] = change.interval()
        found["meanChangePValue"] = change.p_value()
    if total is not None:
        found["share"] = nearest(sum(losses) / total[model])
    return {"used": len(own), "metrics": found}, sum(losses)


def adjust(values):
    """Benjamini and Hochberg."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    adjusted = [0.0] * len(values)
    least = 1.0
    for rank in range(len(order), 0, -1):
        least = min(least, values[order[rank - 1]] * len(order) / rank)
        adjusted[order[rank - 1]] = least
    return adjusted


def evaluate(weighted):
    rows = []
    for line in read():
        row = {i: number(line[name]) for i, name in enumerate(MODELS)}
        row["t"] = number(line["temperature"])
        row["w"] = number(line["weight"]) if weighted else Fraction(1)
        row["key"] = line
        if row["w"] != 0:
            rows.append(row)
    results = []
    totals = None
    for slicing in SLICINGS:
        groups = {}
        for row in rows:
            groups.setdefault(tuple(row["key"][name] for name in slicing), []).append(row)
        slices = []
        for key, own in sorted(groups.items()):
            models = [metrics(own, model, totals) for model in range(len(MODELS))]
            slices.append({"values": list(key), "models": [found for found, _ in models]})
            if not slicing:
                totals = [total for _, total in models]
        if slicing:
            for model in range(len(MODELS)):
                if model != BASELINE:
                    own = [each["models"][model]["metrics"] for each in slices]
                    p_values = adjust([found["meanChangePValue"] for found in own])
                    for found, value in zip(own, p_values):
                        found["meanChangeAdjustedPValue"] = value
        results.append({"names": slicing, "slices": slices})
    return results


json.dump(
    {
        "python": sys.version.split()[0],
        "scipy": scipy.__version__,
        "models": MODELS,
        "unweighted": evaluate(False),
        "weighted": evaluate(True),
    },
    sys.stdout,
    indent=1,
)
print()

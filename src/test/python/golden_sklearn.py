"""Writes src/test/resources/golden/sklearn-v1.json: losses by scikit-learn beside the exact ones.

Run from the root of the project, where Python has scikit-learn (Debian: python3-sklearn):
/usr/bin/python3 src/test/python/golden_sklearn.py

Numbers are written as float.hex writes them; a (rows, outputs) array is a flat list in row-major order.
"sklearn" is what scikit-learn computed; "exact" is by fractions.Fraction, each number rounded once. The
rmse of several outputs is the mean of the outputs' roots, each rounded, as root_mean_squared_error has it.
"""

import platform
import random
from fractions import Fraction

import numpy
import sklearn
from sklearn.metrics import mean_squared_error

from exact_losses import Elements, rounded, stored, text, texts, write
from golden_losses import root

try:
    from sklearn.metrics import root_mean_squared_error
except ImportError:  # before 1.4

    def root_mean_squared_error(target, prediction, **options):
        return mean_squared_error(target, prediction, squared=False, **options)


SOURCE = random.Random(20240609)


def numbers(dtype, count, center, spread):
    return [stored(dtype, SOURCE.gauss(center, spread)) for _ in range(count)]


def average(values, weights):
    """Their weighted mean, as numpy.average has it."""
    return sum(Fraction(w) * Fraction(v) for v, w in zip(values, weights)) / sum(map(Fraction, weights))


def exactly(rows, outputs, prediction, target, sample_weight, output_weights):
    every = []
    for j in range(outputs):
        every.append(
            Elements(prediction[j::outputs], target[j::outputs], sample_weight, [True] * rows)
        )
    means = [output.mean() for output in every]
    roots = [root(mean) for mean in means]
    pooled = Elements(
        prediction, target, [w for w in sample_weight for _ in range(outputs)], [True] * rows * outputs
    )
    return {
        "raw": {"mean": texts(map(rounded, means)), "rmse": texts(roots)},
        "uniform": averages(means, roots, [1] * outputs),
        "weighted": averages(means, roots, output_weights),
        "pooled": pooled.results("weights"),
    }


def averages(means, roots, weights):
    return {"mean": text(rounded(average(means, weights))), "rmse": text(rounded(average(roots, weights)))}


def by_sklearn(prediction, target, sample_weight, output_weights):
    def both(multioutput):
        options = {"sample_weight": sample_weight, "multioutput": multioutput}
        return (
            mean_squared_error(target, prediction, **options),
            root_mean_squared_error(target, prediction, **options),
        )

    raw = both("raw_values")
    uniform = both("uniform_average")
    weighted = both(numpy.array(output_weights))
    return {
        "raw": {"mean": texts(map(float, raw[0])), "rmse": texts(map(float, raw[1]))},
        "uniform": {"mean": text(float(uniform[0])), "rmse": text(float(uniform[1]))},
        "weighted": {"mean": text(float(weighted[0])), "rmse": text(float(weighted[1]))},
    }


def cases():
    for dtype in ("float32", "float64"):
        for rows, outputs in [(1, 2), (1, 4), (6, 4), (5, 2), (20, 3), (7, 7), (33, 2)]:
            for weighted in (False, True):
                size = rows * outputs
                center = SOURCE.choice((0, 50))
                prediction = numbers(dtype, size, center, 3)
                target = numbers(dtype, size, center, 5)
                weight = [stored(dtype, SOURCE.uniform(0.05, 4)) for _ in range(rows)] if weighted else None
                output_weights = [round(SOURCE.uniform(0.1, 1), 3) for _ in range(outputs)]
                shape = (rows, outputs)
                yield {
                    "name": f"{'weighted ' if weighted else ''}{dtype} {list(shape)}",
                    "dtype": dtype,
                    "shape": shape,
                    "prediction": texts(prediction),
                    "target": texts(target),
                    "weight": None if weight is None else texts(weight),
                    "outputWeights": output_weights,
                    "sklearn": by_sklearn(
                        numpy.array(prediction, dtype=dtype).reshape(shape),
                        numpy.array(target, dtype=dtype).reshape(shape),
                        weight,
                        output_weights,
                    ),
                    "exact": exactly(
                        rows, outputs, prediction, target, weight or [1.0] * rows, output_weights
                    ),
                }


def main():
    document = {
        "schema": "exactloss-golden-sklearn/1",
        "versions": {
            "sklearn": sklearn.__version__,
            "numpy": numpy.__version__,
            "python": platform.python_version(),
        },
        "cases": list(cases()),
    }
    write(document, "src/test/resources/golden/sklearn-v1.json")
    print(len(document["cases"]), "cases")


if __name__ == "__main__":
    main()

"""Writes src/test/resources/golden/metrics-v1.json: metrics by scikit-learn, numpy and scipy.

Run from the root of the project: python3 src/test/python/golden_metrics.py
Theirs are sums in floating point, so that they are near the exact ones but not equal to them; the
rows are kind enough for ten digits. Doubles are written as float.hex writes them.
"""

import json
import platform

import numpy
import scipy
import scipy.stats
import sklearn
import sklearn.metrics as metrics


def weighted_variance(x, w):
    mean = numpy.average(x, weights=w)
    return numpy.average((x - mean) ** 2, weights=w)


def correlation(p, t, w):
    covariance = numpy.cov(p, t, aweights=w, ddof=0)
    return covariance[0, 1] / numpy.sqrt(covariance[0, 0] * covariance[1, 1])


def case(name, p, t, w):
    return {
        "name": name,
        "prediction": [float(x).hex() for x in p],
        "target": [float(x).hex() for x in t],
        "weight": [float(x).hex() for x in w],
        "metrics": {
            key: float(value).hex()
            for key, value in {
                "mae": metrics.mean_absolute_error(t, p, sample_weight=w),
                "bias": numpy.average(p - t, weights=w),
                "errorVariance": weighted_variance(p - t, w),
                "r2": metrics.r2_score(t, p, sample_weight=w),
                "explainedVariance": metrics.explained_variance_score(t, p, sample_weight=w),
                "maxError": metrics.max_error(t, p),
                "targetMean": numpy.average(t, weights=w),
                "targetVariance": weighted_variance(t, w),
                "predictionMean": numpy.average(p, weights=w),
                "predictionVariance": weighted_variance(p, w),
                "correlation": correlation(p, t, w),
            }.items()
        },
    }


def comparison(name, a, b, t):
    """Unweighted: the interval of the mean loss of a, and the paired test of a against b."""
    first, second = (a - t) ** 2, (b - t) ** 2
    error = scipy.stats.sem(first)
    low, high = scipy.stats.t.interval(0.95, len(t) - 1, loc=first.mean(), scale=error)
    return {
        "name": name,
        "model": [float(x).hex() for x in a],
        "baseline": [float(x).hex() for x in b],
        "target": [float(x).hex() for x in t],
        "standardError": float(error).hex(),
        "interval": [float(low).hex(), float(high).hex()],
        "meanChange": float((first - second).mean()).hex(),
        "meanChangeError": float(scipy.stats.sem(first - second)).hex(),
        "meanChangePValue": float(scipy.stats.ttest_rel(first, second).pvalue).hex(),
    }


def main():
    source = numpy.random.default_rng(20240608)
    cases, comparisons = [], []
    for n in (2, 5, 40, 300):
        t = source.normal(50, 10, n)
        p = t + source.normal(0.5, 2, n)
        cases.append(case(f"{n} rows", p, t, numpy.ones(n)))
        cases.append(case(f"{n} weighted rows", p, t, source.uniform(0.1, 3, n)))
        cases.append(case(f"{n} unrelated rows", source.normal(0, 1, n), t, source.integers(1, 9, n)))
        comparisons.append(comparison(f"{n} rows", p, t + source.normal(0, 2.2, n), t))
    document = {
        "schema": "exactloss-golden-metrics/1",
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
        "cases": cases,
        "comparisons": comparisons,
    }
    with open("src/test/resources/golden/metrics-v1.json", "w", encoding="ascii") as file:
        json.dump(document, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()

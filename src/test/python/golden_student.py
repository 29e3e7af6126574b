"""Writes src/test/resources/golden/student-v1.json: probabilities and quantiles of Student's t.

Run from the root of the project: python3 src/test/python/golden_student.py
Needs mpmath. P(|T| >= t) is the regularized incomplete beta function, with 60 digits; quantiles are
its roots. Doubles are written as float.hex writes them.
"""

import json
import platform

import mpmath
from mpmath import mp, mpf

mp.dps = 60


def density(t, n):
    logarithm = mpmath.loggamma((n + 1) / 2) - mpmath.loggamma(n / 2)
    return mpmath.exp(logarithm - (n + 1) / 2 * mpmath.log1p(t * t / n)) / mpmath.sqrt(n * mp.pi)


def two_sided(t, n):
    t, n = mpf(t), mpf(n)
    return mpmath.betainc(n / 2, mpf(1) / 2, 0, n / (n + t * t), regularized=True)


def quantile(probability, n):
    p = mpf(probability)
    low, high = mpf(0), mpf(1)
    while two_sided(high, n) > p:
        low, high = high, high * 2
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if two_sided(middle, n) > p else (low, middle)
    t = (low + high) / 2
    for _ in range(40):
        value = two_sided(t, n)
        change = (mpmath.log(value) - mpmath.log(p)) * value / (2 * t * density(t, mpf(n)))
        t = t * mpmath.exp(change)
        if abs(change) < mpf(10) ** -25:
            return t
    raise ArithmeticError((probability, n))


def normal(probability):
    with mpmath.workdps(700):  # 1 - 1e-300 needs them
        return mpmath.sqrt(2) * mpmath.erfinv(1 - 2 * mpf(probability))


def main():
    degrees = [1, 2, 3, 4, 5, 7, 10, 29, 30, 79, 80, 81, 100, 999, 26064, 10**6, 10**9, 10**12]
    statistics = [1e-9, 0.1, 0.5, 1.0, 1.7, 1.75, 2.0, 3.5, 8.0, 20.0, 37.0]
    probabilities = [0.999, 0.5, 0.32, 0.1, 0.05, 0.01, 0.001, 1e-6, 1e-12]
    document = {
        "schema": "exactloss-golden-student/1",
        "python": platform.python_version(),
        "mpmath": mpmath.__version__,
        "twoSided": [],
        "quantiles": [],
        "normal": [],
    }
    for n in degrees:
        for t in statistics:
            value = two_sided(t, n)
            if value > mpf(10) ** -300:
                document["twoSided"].append([n, t.hex(), float(value).hex()])
        for p in probabilities:
            document["quantiles"].append([n, p.hex(), float(quantile(p, n)).hex()])
    for p in [0.5, 0.49, 0.3, 0.075, 0.0751, 0.0749, 0.025, 1e-3, 1e-10, 1.4e-11, 1e-100, 1e-300]:
        document["normal"].append([p.hex(), float(normal(p)).hex()])
    with open("src/test/resources/golden/student-v1.json", "w", encoding="ascii") as file:
        json.dump(document, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()

"""Writes src/test/resources/golden/losses-v1.json: hard rows with their exact, rounded losses.

Run from the root of the project: python3 src/test/python/golden_losses.py
All arithmetic is that of fractions.Fraction; float(Fraction) rounds correctly, and raises where the
result is an infinity. Doubles are written as float.hex writes them, decimals as text.
"""

import hashlib
import json
import math
import platform
import random
from fractions import Fraction

MAX = float.fromhex("0x1.fffffffffffffp+1023")
MIN = 5e-324


def rounded(value):
    """For a value that is not negative."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def root(value):
    """The square root, cut 126 bits below the least double, with a sticky bit; rounded once."""
    shift = 1200
    quotient, rest = divmod(value.numerator << (2 * shift), value.denominator)
    floor = math.isqrt(quotient)
    sticky = 1 if rest or floor * floor != quotient else 0
    return rounded(Fraction(2 * floor + sticky, 1 << (shift + 1)))


def parts(value):
    """n*2^a*5^b with n prime to 10."""
    if value == 0:
        return "0*2^0*5^0"
    numerator, denominator = value.numerator, value.denominator
    exponents = {2: 0, 5: 0}
    for prime in exponents:
        while numerator % prime == 0:
            numerator //= prime
            exponents[prime] += 1
        while denominator % prime == 0:
            denominator //= prime
            exponents[prime] -= 1
    assert denominator == 1
    return f"{numerator}*2^{exponents[2]}*5^{exponents[5]}"


def digest(used, weight, error):
    text = (
        f"exactloss-digest/1\nused {used}\nnan 0\n+infinity 0\n-infinity 0\n"
        f"weight {parts(weight)}\nsquaredError {parts(error)}\n"
    )
    return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()


def text(value):
    return "Infinity" if value == math.inf else value.hex()


def case(name, rows, kind="double"):
    error = weight = Fraction(0)
    for p, t, w in rows:
        error += Fraction(w) * (Fraction(p) - Fraction(t)) ** 2
        weight += Fraction(w)
    write = str if kind == "decimal" else float.hex
    return {
        "name": name,
        "kind": kind,
        "prediction": [write(row[0]) for row in rows],
        "target": [write(row[1]) for row in rows],
        "weight": [write(row[2]) for row in rows],
        "weightSum": text(rounded(weight)),
        "sum": text(rounded(error)),
        "mean": text(rounded(error / weight)),
        "rmse": text(root(error / weight)),
        "meanOverElements": text(rounded(error / len(rows))),
        "rmseOverElements": text(root(error / len(rows))),
        "digest": digest(len(rows), weight, error),
    }


def any_double(source):
    while True:
        value = math.ldexp(source.uniform(-1, 1), source.randint(-1074, 1024))
        if math.isfinite(value) and value != 0:
            return value


def ordinary(source, count):
    return [(source.gauss(0, 1), source.gauss(50, 10), 1.0) for _ in range(count)]


def cases():
    source = random.Random(20240607)
    one = 1.0
    yield case("one row", [(0.1, 0.3, one)])
    yield case("equal values", [(0.1, 0.1, one), (-MAX, -MAX, one)])
    yield case("ordinary", ordinary(source, 500))
    yield case("1e200", [(1e200, -1e200, one), (1.0, 2.0, one)])
    yield case("sum overflows, mean and root do not",
               [(1.3e154, 0.0, one)] * 3 + [(0.0, 0.0, one)] * 13)
    yield case("1e-300", [(1e-300, 0.0, one), (1e-200, 3e-300, one)])
    yield case("smallest difference", [(MIN, 0.0, one), (MIN, -MIN, one)])
    yield case("subnormal result", [(math.ldexp(source.random(), -530), 0.0, one) for _ in range(9)])
    yield case("largest difference", [(MAX, -MAX, one)])
    yield case("largest difference and weight", [(MAX, -MAX, MAX), (MIN, 0.0, MIN)])
    yield case("mean of the largest", [(MAX, -MAX, MIN), (0.0, 0.0, 1e300)])
    # 2^53 + 1 is a tie in binary64; 2^53 + 3 rounds the other way; then a row of 2^-2148.
    tie = [(math.ldexp(1.0, 26), -math.ldexp(1.0, 26), 0.5), (1.0, 0.0, 1.0)]
    odd = [tie[0], (1.0, 0.0, 3.0)]
    least = [(MIN, 0.0, 1.0)]
    yield case("tie, even below", tie)
    yield case("tie, even above", odd)
    yield case("tie and the least more", tie + least)
    half = [(7.0, 7.0, 0.5)]  # makes the sum of the weights 2
    yield case("tie of the mean", tie + half)
    yield case("tie of the mean and the least more", tie + half + [(MIN, 0.0, MIN)])
    tie_root = [(1.0, 0.0, 1.0), (math.ldexp(1.0, -52), 0.0, 1.0), (1.0, -1.0, math.ldexp(1.0, -55))]
    yield case("near a tie of the root", tie_root)
    yield case("all exponents", [(any_double(source), any_double(source), 1.0) for _ in range(200)])
    yield case("all exponents, all weights",
               [(any_double(source), any_double(source), abs(any_double(source))) for _ in range(200)])
    yield case("weights 2^-900 and 2^900",
               [(p, t, math.ldexp(1.0, source.choice((-900, 900)))) for p, t, _ in ordinary(source, 50)])
    yield case("weights of full precision",
               [(p, t, source.random()) for p, t, _ in ordinary(source, 300)])
    yield case("neighbours", [(math.nextafter(x, math.inf), x, 1.0)
                              for x in (any_double(source) for _ in range(100))])
    yield case("decimals with a certified answer in NIST SmLs07",
               [("1000000000000.4", "1000000000000.2", "1"), ("1000000000000.3", "1000000000000.2", "1")],
               "decimal")
    yield case("decimals of many scales",
               [(f"{source.randint(-10**20, 10**20)}.{source.randint(0, 10**9):09d}",
                 f"{source.randint(-10**6, 10**6)}.{source.randint(0, 99):02d}",
                 f"0.{source.randint(1, 10**18):018d}") for _ in range(40)], "decimal")
    yield case("decimals of 38 digits",
               [("0." + "9" * 38, "-" + "9" * 38, "0." + "0" * 37 + "1"), ("1", "3", "2.5")], "decimal")


def main():
    document = {
        "schema": "exactloss-golden-losses/1",
        "python": platform.python_version(),
        "cases": list(cases()),
    }
    with open("src/test/resources/golden/losses-v1.json", "w", encoding="ascii") as file:
        json.dump(document, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()

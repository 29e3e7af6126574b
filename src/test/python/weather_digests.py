"""Prints the digests of the weather data's three forecasts, from exact fractions.

python3 src/test/python/weather_digests.py
"""
import csv
import gzip
import hashlib
import sys
from fractions import Fraction


def split(number):
    """The exponents of 2 and 5 taken out: n, a, b with number = n * 2^a * 5^b."""
    if number == 0:
        return 0, 0, 0
    n, d, exponents = number.numerator, number.denominator, []
    for prime in (2, 5):
        exponent = 0
        while n % prime == 0:
            n, exponent = n // prime, exponent + 1
        while d % prime == 0:
            d, exponent = d // prime, exponent - 1
        exponents.append(exponent)
    assert d == 1
    return n, exponents[0], exponents[1]


def digest(rows, prediction):
    used, total = 0, Fraction(0)
    for row in rows:
        if row[prediction] and row["temperature"]:
            used += 1
            total += (Fraction(float(row[prediction])) - Fraction(float(row["temperature"]))) ** 2
    lines = [
        "exactloss-digest/1",
        f"used {used}",
        "nan 0",
        "+infinity 0",
        "-infinity 0",
        "weight %d*2^%d*5^%d" % split(Fraction(used)),
        "squaredError %d*2^%d*5^%d" % split(total),
    ]
    return hashlib.sha256("".join(line + "\n" for line in lines).encode("ascii")).hexdigest()


with gzip.open("src/examples/weather_forecasts.csv.gz", "rt", encoding="utf-8") as file:
    data = list(csv.DictReader(file))
print("Python", sys.version.split()[0])
for name in ("persistence_1h", "persistence_24h", "linear_model"):
    print(name, "sha256:" + digest(data, name))

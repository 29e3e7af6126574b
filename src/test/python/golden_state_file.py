"""Writes src/test/resources/state/state-file-v1.state and its true values, state-file-v1.json.

Run from the root of the project: python3 src/test/python/golden_state_file.py
The bytes follow the layouts drawn in StateFormat, SavedTally, LossStateCodec and MomentStateCodec;
the numbers are rational arithmetic. It shares nothing with the program.
"""

import hashlib
import json
import struct
from fractions import Fraction

from golden_states import FIRST_EXCLUSION, ROWS, USED, crc32c, state, sum_bytes

NULL_PREDICTION = 12
ABSOLUTE_ERROR = 0
PARTS_MOMENTS = 1
FOLDER = "src/test/resources/state/"

# Of each file the rows (slice, prediction, target).
FILES = {
    "file:/data/day=1/part.parquet": [("a", 1.5, 1.0), (None, 0.1, 0.3)],
    "file:/data/day=2/part.parquet": [("a", None, 2.0), ("a", -4.0, 1.25), ("é", 1e200, -1e200)],
}
REQUEST = {
    "divide-by": ["weights"],
    "format": ["parquet"],
    "metric": ["mae"],
    "multioutput": ["pooled"],
    "on-infinite": ["fail"],
    "on-malformed": ["fail"],
    "on-nan": ["fail"],
    "on-null": ["skip"],
    "prediction": ["p"],
    "reduction": ["mean"],
    "report-slices": ["1000"],
    "slice-0000": ["s"],
    "target": ["t"],
    "time-zone": ["UTC"],
}


def canonical(value):
    """The integer prime to 10, and the exponents of 2 and 5, of a dyadic rational."""
    significand, twos, fives = value.numerator, -(value.denominator.bit_length() - 1), 0
    assert value.denominator == 1 << -twos
    if significand == 0:
        return 0, 0, 0
    while significand % 2 == 0:
        significand, twos = significand // 2, twos + 1
    while significand % 5 == 0:
        significand, fives = significand // 5, fives + 1
    return significand, twos, fives


def errors(rows):
    return [Fraction(p) - Fraction(t) for _, p, t in rows if p is not None]


def moments(rows):
    out = b"XLM1" + struct.pack(">HII", 1, 1 << ABSOLUTE_ERROR, 0)
    out += sum_bytes(*canonical(sum(map(abs, errors(rows)), Fraction(0))))
    return out + struct.pack(">I", crc32c(out))


def sized(data):
    return struct.pack(">I", len(data)) + data


def text(value):
    return sized(value.encode())


def texts(values):
    return struct.pack(">I", len(values)) + b"".join(map(text, values))


def tally(rows):
    used = errors(rows)
    counts = {ROWS: len(rows), USED: len(used)}
    counts[FIRST_EXCLUSION + NULL_PREDICTION] = len(rows) - len(used)
    squares = canonical(sum((e * e for e in used), Fraction(0)))
    loss = state(counts, squares, canonical(Fraction(len(used))))
    return b"\0" + bytes([PARTS_MOMENTS]) + sized(loss) + sized(moments(rows))


def key(value):
    return b"\0" if value is None else b"\1" + text(value)


def slices():
    rows = [row for part in FILES.values() for row in part]
    return sorted(
        (key(name), [row for row in rows if row[0] == name]) for name in {row[0] for row in rows}
    )


def state_file():
    rows = [row for part in FILES.values() for row in part]
    out = b"XLSTATE\n" + struct.pack(">H", 1) + text("1.0")
    out += struct.pack(">I", len(REQUEST))
    for name in sorted(REQUEST):
        out += text(name) + texts(REQUEST[name])
    out += texts(["p"])
    out += struct.pack(">I", 1) + texts(["s"]) + texts(["STRING"])
    out += struct.pack(">I", len(FILES))
    for path in sorted(FILES):
        out += text(path) + struct.pack(">qqq", 1000, 1700000000000, len(FILES[path]))
        out += bytes([32]) + hashlib.sha256(path.encode()).digest()
    out += sized(tally(rows))
    for name, own in slices():
        out += b"\1" + struct.pack(">I", 0) + sized(name) + sized(tally(own))
    out += b"\0" + struct.pack(">q", len(slices()))
    return out + hashlib.sha256(out).digest()


def rounded(value):
    try:
        return float(value)
    except OverflowError:
        return "Infinity"


def truth(rows):
    used = errors(rows)
    squares = sum(e * e for e in used)
    return {
        "slice": rows[0][0],
        "rows": len(rows),
        "used": len(used),
        "sum": rounded(squares),
        "mean": rounded(squares / len(used)),
        "mae": rounded(sum(map(abs, used)) / len(used)),
    }


def main():
    with open(FOLDER + "state-file-v1.state", "wb") as file:
        file.write(state_file())
    rows = [row for part in FILES.values() for row in part]
    values = {"all": truth(rows), "slices": [truth(own) for _, own in slices()]}
    with open(FOLDER + "state-file-v1.json", "w", encoding="ascii") as file:
        json.dump(values, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main()

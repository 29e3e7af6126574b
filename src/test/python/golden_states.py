"""Writes src/test/resources/state/*-v1.bin from the layouts drawn in LossStateCodec and LossStates.

Run from the root of the project: python3 src/test/python/golden_states.py
It shares nothing with the program; even the checksum is computed bit by bit.
"""

import struct

EXCLUSIONS = 17
FIRST_EXCLUSION = 5
ROWS, USED, NAN, POSITIVE_INFINITY, NEGATIVE_INFINITY = range(FIRST_EXCLUSION)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def sum_bytes(significand, twos, fives):
    length = 1
    while not -(1 << (8 * length - 1)) <= significand < 1 << (8 * length - 1):
        length += 1
    return struct.pack(">hhH", twos, fives, length) + significand.to_bytes(
        length, "big", signed=True
    )


def state(counts, squared_error, weight):
    mask = 0
    body = b""
    for index in range(FIRST_EXCLUSION + EXCLUSIONS):
        if counts.get(index, 0):
            mask |= 1 << index
            body += struct.pack(">q", counts[index])
    out = b"XLS1" + struct.pack(">HI", 1, mask) + body
    out += sum_bytes(*squared_error) + sum_bytes(*weight)
    return out + struct.pack(">I", crc32c(out))


def states(parts):
    out = b"XLSS" + struct.pack(">HI", 1, len(parts))
    for part in parts:
        out += struct.pack(">I", len(part)) + part
    return out


def write(name, data):
    with open("src/test/resources/state/" + name, "wb") as file:
        file.write(data)


def main():
    counts = {ROWS: 26115, USED: 1005, NAN: 1, POSITIVE_INFINITY: 3, NEGATIVE_INFINITY: 1}
    excluded = {0: 1, 7: 2, 9: 3, 16: 2**63 - 1}
    counts.update({FIRST_EXCLUSION + index: count for index, count in excluded.items()})
    write("loss-state-v1.bin", state(counts, (38210211, -2, -3), (1, -900, 0)))

    counts = {ROWS: 100, USED: 7, NAN: 1, POSITIVE_INFINITY: 2, NEGATIVE_INFINITY: 1}
    counts.update({FIRST_EXCLUSION + 9: 5, FIRST_EXCLUSION + 16: 1})
    first = state(counts, (1, 1, 1), (11, 0, 0))
    second = state({ROWS: 7, USED: 7}, (7, 0, 0), (7, 0, 0))
    write("loss-states-v1.bin", states([first, second]))


if __name__ == "__main__":
    main()

package org.exactloss.state;

import org.exactloss.exact.ExactSum;

/**
 * The byte layout of a {@link LossState}, version 1; numbers are big-endian. A state of
 * full-precision doubles takes some 70 bytes.
 *
 * <pre>
 *  offset  bytes
 *       0      4  magic "XLS1": 58 4C 53 31
 *       4      2  version: 00 01
 *       6      4  mask: bit i is set where count i is not zero
 *      10    8·k  the k counts that are not zero, ascending, positive: rows, used, NaN, +Infinity and
 *                 -Infinity terms, then the exclusions in the order of {@link Exclusion}
 *              2  Σ w(p−t)²: exponent of 2, signed
 *              2             exponent of 5, signed
 *              2             length m of the significand, unsigned, at least 1
 *              m             significand, two's complement, as short as can be; prime to 10, or the
 *                            byte 00 with both exponents 0
 *          6 + n  Σ w: likewise
 *              4  CRC32C of all bytes before it
 * </pre>
 *
 * <p>Each state has one such form, and any other bytes are refused.
 */
final class LossStateCodec {
  private static final String WHAT = "a loss state";
  private static final int MAGIC = 0x584C5331;
  private static final short VERSION = 1;

  private LossStateCodec() {}

  static byte[] encode(long[] counts, ExactSum squaredError, ExactSum weight) {
    return new StateWriter(WHAT, MAGIC, VERSION)
        .putCounts(counts)
        .putSum(squaredError)
        .putSum(weight)
        .toBytes();
  }

  static LossState decode(byte[] bytes) {
    StateReader reader = new StateReader(WHAT, bytes, MAGIC, VERSION);
    long[] counts = reader.takeCounts(LossState.COUNTS);
    ExactSum squaredError = reader.takeSum();
    ExactSum weight = reader.takeSum();
    reader.end();
    try {
      return LossState.of(counts, squaredError, weight);
    } catch (ArithmeticException e) {
      throw reader.impossible(e);
    }
  }
}

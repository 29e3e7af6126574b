package org.exactloss.state;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
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
  private static final int MAGIC = 0x584C5331;
  private static final short VERSION = 1;
  private static final int HEADER_BYTES = Integer.BYTES + Short.BYTES + Integer.BYTES;
  private static final int SUM_HEADER_BYTES = 3 * Short.BYTES;
  private static final int CHECKSUM_BYTES = Integer.BYTES;
  private static final int MAX_SIGNIFICAND_BYTES = 0xFFFF;

  private LossStateCodec() {}

  static byte[] encode(long[] counts, ExactSum squaredError, ExactSum weight) {
    byte[] errorBytes = squaredError.significand().toByteArray();
    byte[] weightBytes = weight.significand().toByteArray();
    int mask = mask(counts);
    int length =
        HEADER_BYTES
            + Long.BYTES * Integer.bitCount(mask)
            + SUM_HEADER_BYTES
            + errorBytes.length
            + SUM_HEADER_BYTES
            + weightBytes.length
            + CHECKSUM_BYTES;
    ByteBuffer buffer = ByteBuffer.allocate(length);
    buffer.putInt(MAGIC).putShort(VERSION).putInt(mask);
    for (long count : counts) {
      if (count != 0) {
        buffer.putLong(count);
      }
    }
    putSum(buffer, squaredError, errorBytes);
    putSum(buffer, weight, weightBytes);
    return buffer.putInt(checksum(buffer.array())).array();
  }

  static LossState decode(byte[] bytes) {
    checkFrame(bytes);
    ByteBuffer buffer =
        ByteBuffer.wrap(bytes, 0, bytes.length - CHECKSUM_BYTES)
            .position(Integer.BYTES + Short.BYTES);
    long[] counts = takeCounts(buffer);
    ExactSum squaredError = takeSum(buffer);
    ExactSum weight = takeSum(buffer);
    require(buffer.remaining() == 0, "%d bytes are left over", buffer.remaining());
    try {
      return LossState.of(counts, squaredError, weight);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("Cannot read a loss state: " + e.getMessage(), e);
    }
  }

  private static void checkFrame(byte[] bytes) {
    require(bytes.length >= HEADER_BYTES + CHECKSUM_BYTES, "%d bytes are too few", bytes.length);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    require(
        buffer.getInt() == MAGIC,
        "it begins with %s and not with 584c5331",
        HexFormat.of().formatHex(bytes, 0, Integer.BYTES));
    short version = buffer.getShort();
    require(version == VERSION, "its version is %d, this program reads version 1", version);
    int stored = buffer.getInt(bytes.length - CHECKSUM_BYTES);
    int computed = checksum(bytes);
    require(stored == computed, "its checksum is %08x, its bytes give %08x", stored, computed);
  }

  private static long[] takeCounts(ByteBuffer buffer) {
    int mask = buffer.getInt();
    require(mask >>> LossState.COUNTS == 0, "the mask %08x has unknown counts", mask);
    requireRemaining(buffer, Long.BYTES * Integer.bitCount(mask));
    long[] counts = new long[LossState.COUNTS];
    for (int i = 0; i < counts.length; i++) {
      if ((mask >>> i & 1) != 0) {
        counts[i] = buffer.getLong();
        require(counts[i] > 0, "count %d is %d and not positive", i, counts[i]);
      }
    }
    return counts;
  }

  private static ExactSum takeSum(ByteBuffer buffer) {
    requireRemaining(buffer, SUM_HEADER_BYTES);
    int twos = buffer.getShort();
    int fives = buffer.getShort();
    int length = Short.toUnsignedInt(buffer.getShort());
    require(length > 0, "a significand has no bytes");
    requireRemaining(buffer, length);
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    BigInteger significand = new BigInteger(bytes);
    ExactSum sum = ExactSum.of(significand, twos, fives);
    require(
        Arrays.equals(bytes, sum.significand().toByteArray())
            && sum.twos() == twos
            && sum.fives() == fives,
        "the sum %d·2^%d·5^%d is not written in the one canonical way",
        significand,
        twos,
        fives);
    return sum;
  }

  private static void putSum(ByteBuffer buffer, ExactSum sum, byte[] significand) {
    if (significand.length > MAX_SIGNIFICAND_BYTES
        || sum.twos() != (short) sum.twos()
        || sum.fives() != (short) sum.fives()) {
      throw new IllegalStateException(
          "Cannot write a loss state: the sum of %d bytes times 2^%d·5^%d is beyond the format"
              .formatted(significand.length, sum.twos(), sum.fives()));
    }
    buffer.putShort((short) sum.twos()).putShort((short) sum.fives());
    buffer.putShort((short) significand.length).put(significand);
  }

  private static int mask(long[] counts) {
    int mask = 0;
    for (int i = 0; i < counts.length; i++) {
      mask |= (counts[i] == 0 ? 0 : 1) << i;
    }
    return mask;
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - CHECKSUM_BYTES);
    return (int) crc.getValue();
  }

  private static void requireRemaining(ByteBuffer buffer, int length) {
    require(
        buffer.remaining() >= length,
        "%d bytes are missing at its end",
        length - buffer.remaining());
  }

  private static void require(boolean condition, String reason, Object... values) {
    if (!condition) {
      throw new IllegalArgumentException("Cannot read a loss state: " + reason.formatted(values));
    }
  }
}

package org.exactloss.state;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.exactloss.exact.ExactSum;

/**
 * Reads what {@link StateWriter} wrote, and refuses all other bytes with an {@link
 * IllegalArgumentException}.
 */
final class StateReader {
  private static final int FRAME_BYTES = Integer.BYTES + Short.BYTES;

  private final String what;
  private final ByteBuffer buffer;

  /** Checks the magic number, the version and the checksum. */
  StateReader(String what, byte[] bytes, int magic, short version) {
    this.what = what;
    int least = FRAME_BYTES + Integer.BYTES + StateWriter.CHECKSUM_BYTES;
    require(bytes.length >= least, "%d bytes are too few", bytes.length);
    buffer = ByteBuffer.wrap(bytes, 0, bytes.length - StateWriter.CHECKSUM_BYTES);
    require(
        buffer.getInt() == magic,
        "it begins with %s and not with %08x",
        HexFormat.of().formatHex(bytes, 0, Integer.BYTES),
        magic);
    short stored = buffer.getShort();
    require(stored == version, "its version is %d, this program reads version %d", stored, version);
    int checksum = ByteBuffer.wrap(bytes).getInt(buffer.limit());
    int computed = StateWriter.checksum(bytes);
    require(checksum == computed, "its checksum is %08x, its bytes give %08x", checksum, computed);
  }

  int takeInt() {
    requireRemaining(Integer.BYTES);
    return buffer.getInt();
  }

  double takeDouble() {
    requireRemaining(Double.BYTES);
    return buffer.getDouble();
  }

  /** A mask with bits among the first {@code known}. */
  int takeMask(int known, String parts) {
    int mask = takeInt();
    require(mask >>> known == 0, "the mask %08x has unknown %s", mask, parts);
    return mask;
  }

  long[] takeCounts(int known) {
    int mask = takeMask(known, "counts");
    requireRemaining(Long.BYTES * Integer.bitCount(mask));
    long[] counts = new long[known];
    for (int i = 0; i < counts.length; i++) {
      if ((mask >>> i & 1) != 0) {
        counts[i] = buffer.getLong();
        require(counts[i] > 0, "count %d is %d and not positive", i, counts[i]);
      }
    }
    return counts;
  }

  ExactSum takeSum() {
    requireRemaining(3 * Short.BYTES);
    int twos = buffer.getShort();
    int fives = buffer.getShort();
    int length = Short.toUnsignedInt(buffer.getShort());
    require(length > 0, "a significand has no bytes");
    requireRemaining(length);
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

  /** Demands that everything was read. */
  void end() {
    require(buffer.remaining() == 0, "%d bytes are left over", buffer.remaining());
  }

  /** Refuses the bytes because no data have such a state. */
  IllegalArgumentException impossible(ArithmeticException cause) {
    return new IllegalArgumentException("Cannot read " + what + ": " + cause.getMessage(), cause);
  }

  void require(boolean condition, String reason, Object... values) {
    if (!condition) {
      throw new IllegalArgumentException("Cannot read " + what + ": " + reason.formatted(values));
    }
  }

  private void requireRemaining(int length) {
    require(
        buffer.remaining() >= length,
        "%d bytes are missing at its end",
        length - buffer.remaining());
  }
}

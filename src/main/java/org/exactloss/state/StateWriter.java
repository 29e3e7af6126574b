package org.exactloss.state;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.exactloss.exact.ExactSum;

/**
 * Writes the bytes that all states share, big-endian: a magic number and a version, counts with a
 * mask, exact sums, and the CRC32C of all that at the end.
 */
final class StateWriter {
  static final int CHECKSUM_BYTES = Integer.BYTES;
  private static final int MAX_SIGNIFICAND_BYTES = 0xFFFF;
  private static final int FIRST_CAPACITY = 160;

  private final String what;
  private ByteBuffer buffer = ByteBuffer.allocate(FIRST_CAPACITY);

  /** Begins with the magic number and the version; {@code what} is written, for messages. */
  StateWriter(String what, int magic, short version) {
    this.what = what;
    buffer.putInt(magic).putShort(version);
  }

  StateWriter putInt(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  StateWriter putDouble(double value) {
    room(Double.BYTES).putDouble(value);
    return this;
  }

  /** A mask, 4 bytes, whose bit i is set where count i is not zero; and the counts that are not. */
  StateWriter putCounts(long[] counts) {
    int mask = 0;
    for (int i = 0; i < counts.length; i++) {
      mask |= (counts[i] == 0 ? 0 : 1) << i;
    }
    putInt(mask);
    for (long count : counts) {
      if (count != 0) {
        room(Long.BYTES).putLong(count);
      }
    }
    return this;
  }

  /**
   * The signed exponents of 2 and 5, the unsigned length of the significand, 2 bytes each, and the
   * significand in two's complement, as short as can be.
   */
  StateWriter putSum(ExactSum sum) {
    byte[] significand = sum.significand().toByteArray();
    if (significand.length > MAX_SIGNIFICAND_BYTES
        || sum.twos() != (short) sum.twos()
        || sum.fives() != (short) sum.fives()) {
      throw new IllegalStateException(
          "Cannot write %s: the sum of %d bytes times 2^%d·5^%d is beyond the format"
              .formatted(what, significand.length, sum.twos(), sum.fives()));
    }
    room(3 * Short.BYTES + significand.length)
        .putShort((short) sum.twos())
        .putShort((short) sum.fives())
        .putShort((short) significand.length)
        .put(significand);
    return this;
  }

  /** Everything written, with the checksum. */
  byte[] toBytes() {
    byte[] bytes = new byte[buffer.position() + CHECKSUM_BYTES];
    System.arraycopy(buffer.array(), 0, bytes, 0, buffer.position());
    ByteBuffer.wrap(bytes).putInt(buffer.position(), checksum(bytes));
    return bytes;
  }

  /** The checksum of all bytes but the last four. */
  static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - CHECKSUM_BYTES);
    return (int) crc.getValue();
  }

  private ByteBuffer room(int length) {
    if (buffer.remaining() < length) {
      int capacity = Math.max(2 * buffer.capacity(), buffer.position() + length);
      buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
    }
    return buffer;
  }
}

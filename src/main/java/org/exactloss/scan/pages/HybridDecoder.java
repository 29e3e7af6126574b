package org.exactloss.scan.pages;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Reads small integers in Parquet's hybrid of runs and packed bits (encoding {@code RLE}): the
 * levels of nulls and the places in a dictionary. Nothing outside the given bytes is read.
 */
final class HybridDecoder {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Bits of values of which eight bytes hold eight. */
  private static final int MOST_OF_EIGHT = Byte.SIZE;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer data = NOTHING;
  private int next;
  private int end;
  private int width;
  private long mask;
  private int left;
  private boolean packed;
  private int repeated;
  private byte[] packedBytes = new byte[0];

  /** Where the next packed value begins, in bits from the start of the buffer. */
  private long bit;

  /**
   * Goes to the first integer.
   *
   * @param bytes in little-endian order
   * @param from the place of the first byte
   * @param to the place behind the last one
   * @param bitWidth bits of each integer, 0 to 32
   */
  void start(ByteBuffer bytes, int from, int to, int bitWidth) {
    if (bitWidth < 0 || bitWidth > Integer.SIZE || from > to || to > bytes.limit()) {
      throw new ParquetDecodingException("integers of " + bitWidth + " bits in " + (to - from));
    }
    data = bytes.order(ByteOrder.LITTLE_ENDIAN);
    next = from;
    end = to;
    width = bitWidth;
    mask = (1L << bitWidth) - 1;
    left = 0;
  }

  /** Lets go of the bytes. */
  void release() {
    start(NOTHING, 0, 0, 0);
  }

  /** Passes over the next integers if all of them are this one and in one run. */
  boolean skipRun(int value, int count) {
    if (left == 0) {
      nextRun();
    }
    boolean run = !packed && repeated == value && left >= count;
    if (run) {
      left -= count;
    }
    return run;
  }

  /** Puts the next integers at the front of the target. */
  void read(int[] target, int count) {
    for (int done = 0; done < count; ) {
      if (left == 0) {
        nextRun();
      }
      int length = Math.min(left, count - done);
      if (packed) {
        unpack(target, done, length);
      } else {
        Arrays.fill(target, done, done + length, repeated);
      }
      left -= length;
      done += length;
    }
  }

  /**
   * Puts the next integers, each of one bit, at the front of the target, 64 in a word, the first
   * one lowest, and says how many of them are ones. The words have no ones before.
   */
  int readBits(long[] target, int count) {
    int ones = 0;
    for (int done = 0; done < count; ) {
      if (left == 0) {
        nextRun();
      }
      int length = Math.min(left, count - done);
      if (packed) {
        ones += unpackBits(target, done, length);
      } else if (repeated == 1) {
        setBits(target, done, done + length);
        ones += length;
      }
      left -= length;
      done += length;
    }
    return ones;
  }

  private static void setBits(long[] target, int from, int to) {
    for (int i = from; i < to; ) {
      int offset = i & (Long.SIZE - 1);
      int length = Math.min(Long.SIZE - offset, to - i);
      target[i / Long.SIZE] |= (-1L >>> (Long.SIZE - length)) << offset;
      i += length;
    }
  }

  private int unpackBits(long[] target, int position, int length) {
    requireBits(length);
    int stop = position + length;
    int ones = 0;
    for (int i = position; i < stop; ) {
      int skipped = (int) bit & 7;
      int offset = i & (Long.SIZE - 1);
      int taken = Math.min(Math.min(Byte.SIZE - skipped, Long.SIZE - offset), stop - i);
      long bits = (data.get((int) (bit >>> 3)) >>> skipped) & ((1L << taken) - 1);
      target[i / Long.SIZE] |= bits << offset;
      ones += Long.bitCount(bits);
      i += taken;
      bit += taken;
    }
    return ones;
  }

  private void requireBits(long bits) {
    if (bit + bits > 8L * end) {
      throw new ParquetDecodingException("packed integers end behind their page");
    }
  }

  /** From an array, as a direct buffer looks at more than its bounds with each access. */
  private void unpack(int[] target, int position, int length) {
    long bits = (long) length * width;
    requireBits(bits);
    int first = (int) (bit >>> 3);
    int bytes = (int) ((bit + bits + 7) >>> 3) - first;
    if (packedBytes.length < bytes + Long.BYTES) {
      packedBytes = new byte[bytes + Long.BYTES];
    }
    data.get(first, packedBytes, 0, bytes);
    int place = (int) (bit & 7);
    bit += bits;
    int eights = place == 0 && width <= MOST_OF_EIGHT ? length & -Byte.SIZE : 0;
    unpackEights(target, position, position + eights);
    unpackSingly(target, position + eights, position + length, place + eights * width);
  }

  /** Eight values begin and end with a byte, and eight bytes hold all of them. */
  private void unpackEights(int[] target, int position, int stop) {
    byte[] from = packedBytes;
    long low = mask;
    int step = width;
    int place = 0;
    for (int i = position; i < stop; i += Byte.SIZE) {
      long eight = (long) EIGHT_BYTES.get(from, place);
      target[i] = (int) (eight & low);
      target[i + 1] = (int) (eight >>> step & low);
      target[i + 2] = (int) (eight >>> (2 * step) & low);
      target[i + 3] = (int) (eight >>> (3 * step) & low);
      target[i + 4] = (int) (eight >>> (4 * step) & low);
      target[i + 5] = (int) (eight >>> (5 * step) & low);
      target[i + 6] = (int) (eight >>> (6 * step) & low);
      target[i + 7] = (int) (eight >>> (7 * step) & low);
      place += step;
    }
  }

  private void unpackSingly(int[] target, int position, int stop, int firstBit) {
    byte[] from = packedBytes;
    long low = mask;
    int step = width;
    int place = firstBit;
    for (int i = position; i < stop; i++) {
      // Eight bytes hold any value, and perhaps some of other bytes, which the mask takes away.
      target[i] = (int) ((long) EIGHT_BYTES.get(from, place >>> 3) >>> (place & 7) & low);
      place += step;
    }
  }

  private void nextRun() {
    int header = header();
    packed = (header & 1) == 1;
    int count = header >>> 1;
    if (packed) {
      left = (int) Math.min(Integer.MAX_VALUE, 8L * count);
      bit = 8L * next;
      // The bytes of the last run may lack what pads it.
      next = (int) Math.min(end, next + (long) count * width);
    } else {
      left = count;
      repeated = 0;
      for (int i = 0; i < (width + 7) / 8; i++) {
        repeated |= nextByte() << (8 * i);
      }
      if (width < Integer.SIZE && repeated >>> width != 0) {
        throw new ParquetDecodingException("an integer of more than " + width + " bits");
      }
    }
    if (left == 0) {
      throw new ParquetDecodingException("a run of no integers");
    }
  }

  private int header() {
    long header = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int read = nextByte();
      header |= (read & 0x7fL) << shift;
      if (read < 0x80 && header >>> 32 == 0) {
        return (int) header;
      }
    }
    throw new ParquetDecodingException("a run whose length is no number");
  }

  private int nextByte() {
    if (next >= end) {
      throw new ParquetDecodingException("the integers end before their time");
    }
    return data.get(next++) & 0xff;
  }
}

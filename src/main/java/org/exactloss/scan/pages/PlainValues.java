package org.exactloss.scan.pages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.apache.parquet.io.ParquetDecodingException;
import org.exactloss.kernel.FloatWidening;
import org.exactloss.scan.pages.StoredColumn.Values;

/** Values as they are in memory, one behind the other (encoding {@code PLAIN}). */
final class PlainValues implements PageValues {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Values type;
  private final float[] floats;
  private final int[] ints;
  private ByteBuffer bytes;
  private DoubleBuffer doubleView;
  private FloatBuffer floatView;
  private IntBuffer intView;
  private LongBuffer longView;
  private int size;
  private int next;

  /**
   * @param capacity the most values that are asked for at a time
   */
  PlainValues(Values type, int capacity) {
    this.type = type;
    floats = new float[type == Values.FLOAT ? capacity : 0];
    ints = new int[type == Values.INT ? capacity : 0];
  }

  /** Goes to the first value of the bytes from one place up to another. */
  void start(ByteBuffer data, int from, int to) {
    bytes = data.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    size = type.width == 0 ? 0 : bytes.limit() / type.width;
    next = 0;
    switch (type) {
      case DOUBLE -> doubleView = bytes.asDoubleBuffer();
      case FLOAT -> floatView = bytes.asFloatBuffer();
      case INT -> intView = bytes.asIntBuffer();
      case LONG -> longView = bytes.asLongBuffer();
      case TEXT -> {
        // Their lengths differ, so that others read them.
      }
    }
  }

  /** Lets go of the bytes. */
  void release() {
    start(NOTHING, 0, 0);
  }

  /** Passes over the next values and gives the place of the first one. */
  int skip(int count) {
    if (count > size - next) {
      throw new ParquetDecodingException("a page has fewer values than it says");
    }
    int first = next;
    next += count;
    return first;
  }

  /** Demands that no bytes follow: else they are of another type or number than it was said. */
  void requireEnd() {
    if (next * (long) type.width != bytes.limit()) {
      throw new ParquetDecodingException(
          next + " values of " + type.width + " bytes are said to be all of " + bytes.limit());
    }
  }

  @Override
  public void doubles(double[] target, int count) {
    copy(skip(count), count, target, 0);
  }

  @Override
  public void longs(long[] target, int count) {
    copyLongs(skip(count), count, target);
  }

  /** Puts integers of 64 bits from one place on into the front of the target. */
  void copyLongs(int from, int count, long[] target) {
    longView.get(from, target, 0, count);
  }

  /** Puts the values from one place on into the target at {@code position} on. */
  void copy(int from, int count, double[] target, int position) {
    switch (type) {
      case DOUBLE -> doubleView.get(from, target, position, count);
      case FLOAT -> {
        floatView.get(from, floats, 0, count);
        FloatWidening.widen(floats, count, target, position);
      }
      case INT -> {
        intView.get(from, ints, 0, count);
        for (int i = 0; i < count; i++) {
          target[position + i] = ints[i];
        }
      }
      case LONG, TEXT -> throw new IllegalStateException("a double does not hold " + type);
    }
  }

  double doubleAt(int place) {
    return switch (type) {
      case DOUBLE -> doubleView.get(place);
      case FLOAT -> floatView.get(place);
      case INT -> intView.get(place);
      case LONG, TEXT -> throw new IllegalStateException("a double does not hold " + type);
    };
  }

  long longAt(int place) {
    return longView.get(place);
  }
}

package org.exactloss.scan.pages;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.parquet.io.ParquetDecodingException;
import org.exactloss.scan.pages.StoredColumn.Values;

/** Values that are given by their places in the dictionary of the column chunk. */
final class DictionaryValues implements PageValues {
  /** Arrays of more values than this are not kept. */
  private static final int MOST_KEPT = 1 << 16;

  private final Values type;
  private final int[] places;
  private final HybridDecoder decoder = new HybridDecoder();
  private double[] doubles = {};
  private long[] longs = {};
  private byte[][] texts = {};
  private int size;

  /**
   * @param capacity the most values that are asked for at a time
   */
  DictionaryValues(Values type, int capacity) {
    this.type = type;
    places = new int[capacity];
  }

  /** Forgets the dictionary of the last chunk. */
  void clear() {
    size = 0;
  }

  /** Lets go of large arrays, and of the page. */
  void release() {
    clear();
    decoder.release();
    texts = new byte[0][];
    doubles = doubles.length > MOST_KEPT ? new double[0] : doubles;
    longs = longs.length > MOST_KEPT ? new long[0] : longs;
  }

  /** Takes over a dictionary of so many plain values. */
  void load(ByteBuffer data, int values) {
    int least = type == Values.TEXT ? Integer.BYTES : type.width;
    if (values < 0 || (long) values * least > data.limit()) {
      throw new ParquetDecodingException("a dictionary has fewer values than it says: " + values);
    }
    size = values;
    if (type == Values.TEXT) {
      texts = new byte[values][];
      PlainTexts plain = new PlainTexts();
      plain.start(data, 0, data.limit());
      plain.texts(texts, values);
      plain.requireEnd();
      return;
    }
    PlainValues plain = new PlainValues(type, values);
    plain.start(data, 0, data.limit());
    if (type == Values.LONG) {
      longs = longs.length < values ? new long[values] : longs;
      plain.longs(longs, values);
    } else {
      doubles = doubles.length < values ? new double[values] : doubles;
      plain.doubles(doubles, values);
    }
    plain.requireEnd();
  }

  /** Goes to the first value of a page. */
  void start(ByteBuffer data, int from, int to) {
    if (from == to) {
      decoder.start(data, from, to, 0);
    } else {
      decoder.start(data, from + 1, to, data.get(from));
    }
  }

  @Override
  public void doubles(double[] target, int count) {
    decoder.read(places, count);
    for (int i = 0; i < count; i++) {
      target[i] = doubles[Objects.checkIndex(places[i], size)];
    }
  }

  /** Puts the places of the next values into the front of the target. */
  void places(int[] target, int count) {
    decoder.read(target, count);
    for (int i = 0; i < count; i++) {
      Objects.checkIndex(target[i], size);
    }
  }

  /** What was loaded: another object for each dictionary of texts. */
  Object content() {
    return texts;
  }

  /** The text at a place of the dictionary. */
  byte[] text(int place) {
    return texts[place];
  }

  @Override
  public void longs(long[] target, int count) {
    decoder.read(places, count);
    for (int i = 0; i < count; i++) {
      target[i] = longs[Objects.checkIndex(places[i], size)];
    }
  }
}

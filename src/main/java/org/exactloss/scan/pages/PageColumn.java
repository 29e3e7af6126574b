package org.exactloss.scan.pages;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.exactloss.scan.pages.StoredColumn.Values;

/**
 * One column of the rows that a {@link PageFile} stands on. Rows are counted from the first one of
 * these. Its buffers are used again and again.
 */
public final class PageColumn {
  /** The most rows to stand on. */
  static final int CAPACITY = 4096;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** The levels of eight rows without nulls. */
  private static final long EIGHT_PRESENT = 0x0101010101010101L;

  private final Values type;
  private final ChunkPages pages;
  private final byte[] levels = new byte[CAPACITY];
  private final double[] doubles;

  /** Values without the nulls between them. */
  private final double[] dense;

  private final long[] longs;
  private final byte[][] texts;

  /** Where texts are entries of a dictionary: the dictionary, else null, and their places in it. */
  private DictionaryValues dictionary;

  private final int[] entries;
  private boolean nulls;

  /** Where the values are still in their page: the page, else null, and the place of the first. */
  private PlainValues plain;

  private int first;

  PageColumn(Values type) {
    this.type = type;
    pages = new ChunkPages(type);
    doubles = new double[type == Values.LONG || type == Values.TEXT ? 0 : CAPACITY];
    dense = new double[doubles.length];
    longs = new long[type == Values.LONG ? CAPACITY : 0];
    texts = new byte[type == Values.TEXT ? CAPACITY : 0][];
    entries = new int[texts.length];
  }

  Values type() {
    return type;
  }

  /** Goes to the start of a column chunk, before its first row. */
  void start(
      ColumnChunkMetaData chunk,
      ColumnDescriptor column,
      FileBytes file,
      int pieceBytes,
      PageCodec codec) {
    plain = null;
    pages.start(chunk, column, file, pieceBytes, codec);
  }

  /** Lets go of the file, and of large buffers. */
  void release() {
    plain = null;
    dictionary = null;
    Arrays.fill(texts, null);
    pages.release();
  }

  /** How many rows the current page still has, or the next one if it has none; at least one. */
  int rowsInPage() throws IOException {
    return pages.rows();
  }

  /** Demands that there is nothing behind the last row of a column chunk. */
  void requireEnd() {
    pages.requireEnd();
  }

  /** Goes to the next rows, of which the page has so many. */
  void advance(int rows) {
    nulls = !pages.skipPresent(rows);
    int present = rows;
    if (nulls) {
      present = pages.levels(levels, rows);
      nulls = present < rows;
    }
    PageValues values = pages.values();
    plain = !nulls && values instanceof PlainValues inPage ? inPage : null;
    if (plain != null) {
      first = plain.skip(rows);
    } else if (type == Values.TEXT) {
      readTexts(values, present);
    } else if (type == Values.LONG) {
      values.longs(longs, present);
    } else if (nulls) {
      values.doubles(dense, present);
      spread(rows);
      return;
    } else {
      values.doubles(doubles, present);
    }
    if (nulls) {
      spreadBackwards(rows, present);
    }
  }

  /** Takes the values of so many rows out of their page: one by one they are had faster then. */
  public void unpack(int rows) {
    if (plain == null) {
      return;
    } else if (type == Values.LONG) {
      plain.copyLongs(first, rows, longs);
    } else {
      plain.copy(first, rows, doubles, 0);
    }
    plain = null;
  }

  /** Moves the values to their rows, those without nulls in between at once. */
  private void spread(int rows) {
    int from = 0;
    for (int row = 0; row < rows; ) {
      int end = endOfPresent(row, rows);
      System.arraycopy(dense, from, doubles, row, end - row);
      from += end - row;
      row = Math.min(rows, end + Long.BYTES);
      from = spread(end, row, from);
    }
  }

  /** Where the first eight rows begin that have a null, or the last ones, fewer than eight. */
  private int endOfPresent(int start, int rows) {
    int row = start;
    while (row + Long.BYTES <= rows && (long) EIGHT_BYTES.get(levels, row) == EIGHT_PRESENT) {
      row += Long.BYTES;
    }
    return row;
  }

  /** Moves values to their rows one by one; a null has some number. */
  private int spread(int start, int end, int firstValue) {
    int from = firstValue;
    for (int row = start; row < end; row++) {
      doubles[row] = dense[from];
      from += levels[row];
    }
    return from;
  }

  /** Tells of rows whether they are null, 1 for null and else 0; only where some are. */
  public void copyNulls(int start, int count, byte[] target, int position) {
    int whole = count & -Long.BYTES;
    for (int i = 0; i < whole; i += Long.BYTES) {
      EIGHT_BYTES.set(
          target, position + i, EIGHT_PRESENT - (long) EIGHT_BYTES.get(levels, start + i));
    }
    for (int i = whole; i < count; i++) {
      target[position + i] = (byte) (1 - levels[start + i]);
    }
  }

  private void readTexts(PageValues values, int present) {
    dictionary = values instanceof DictionaryValues ofChunk ? ofChunk : null;
    if (dictionary == null) {
      values.texts(texts, present);
    } else {
      dictionary.places(entries, present);
    }
  }

  /** Moves the values to their rows, from the last one on, so that none is lost. */
  private void spreadBackwards(int rows, int present) {
    int from = present;
    for (int row = rows - 1; row >= from; row--) {
      if (levels[row] == 0) {
        continue;
      }
      from--;
      if (type == Values.LONG) {
        longs[row] = longs[from];
      } else {
        texts[row] = texts[from];
        entries[row] = entries[from];
      }
    }
  }

  /** Whether any of the rows is null. */
  public boolean hasNulls() {
    return nulls;
  }

  public boolean isNull(int row) {
    return nulls && levels[row] == 0;
  }

  /** A value that is no integer of 64 bits. */
  public double doubleAt(int row) {
    return plain == null ? doubles[row] : plain.doubleAt(first + row);
  }

  /** An integer of 64 bits. */
  public long longAt(int row) {
    return plain == null ? longs[row] : plain.longAt(first + row);
  }

  /**
   * The dictionary of which all texts are entries, another object for each; null if there is none.
   */
  public Object dictionary() {
    return dictionary == null ? null : dictionary.content();
  }

  /** Puts the places of texts in the dictionary into the target at {@code position} on. */
  public void copyEntries(int from, int count, int[] target, int position) {
    System.arraycopy(entries, from, target, position, count);
  }

  /** A text in UTF-8, which is not to be changed. */
  public byte[] textAt(int row) {
    return dictionary == null ? texts[row] : dictionary.text(entries[row]);
  }

  /** Puts values, which are no integers of 64 bits, into the target at {@code position} on. */
  public void copy(int from, int count, double[] target, int position) {
    if (plain == null) {
      System.arraycopy(doubles, from, target, position, count);
    } else {
      plain.copy(first + from, count, target, position);
    }
  }
}

package org.exactloss.scan.pages;

import java.io.IOException;
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

  private final Values type;
  private final ChunkPages pages;
  private final DefinitionLevels levels = new DefinitionLevels();
  private final double[] doubles;
  private final long[] longs;
  private final byte[][] texts;

  /** Where texts are entries of a dictionary: the dictionary, else null, and their places in it. */
  private DictionaryValues dictionary;

  private final int[] entries;
  private int rows;

  /** How many of the rows are not null. */
  private int present;

  /** Where the values are still in their page: the page, else null, and the place of the first. */
  private PlainValues plain;

  private int first;

  PageColumn(Values type) {
    this.type = type;
    pages = new ChunkPages(type);
    doubles = new double[type == Values.LONG || type == Values.TEXT ? 0 : CAPACITY];
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
  void advance(int count) {
    rows = count;
    present = pages.skipPresent(count) ? count : pages.levels(levels.start(count), count);
    PageValues values = pages.values();
    boolean stay = values instanceof PlainValues && (type != Values.LONG || !hasNulls());
    plain = stay ? (PlainValues) values : null;
    if (plain != null) {
      first = plain.skip(present);
    } else if (type == Values.TEXT) {
      readTexts(values);
    } else if (type == Values.LONG) {
      values.longs(longs, present);
      if (hasNulls()) {
        levels.spread(longs, rows, present);
      }
    } else {
      values.doubles(doubles, present);
      if (hasNulls()) {
        levels.spread(doubles, 0, 0, rows, present);
      }
    }
  }

  /** Takes the values out of their page: one by one they are had faster then. */
  public void unpack() {
    if (plain == null) {
      return;
    } else if (type == Values.LONG) {
      plain.copyLongs(first, rows, longs);
    } else {
      copy(0, rows, doubles, 0);
    }
    plain = null;
  }

  /**
   * Puts 1 for each null into the target at {@code position} on and leaves its other places; only
   * where some are.
   */
  public void markNulls(int start, int count, byte[] target, int position) {
    levels.markNulls(start, count, target, position);
  }

  private void readTexts(PageValues values) {
    dictionary = values instanceof DictionaryValues ofChunk ? ofChunk : null;
    if (dictionary == null) {
      values.texts(texts, present);
    } else {
      dictionary.places(entries, present);
    }
    if (hasNulls()) {
      levels.spread(texts, entries, rows, present);
    }
  }

  /** Whether any of the rows is null. */
  public boolean hasNulls() {
    return present < rows;
  }

  public boolean isNull(int row) {
    return hasNulls() && levels.isNull(row);
  }

  /** A value that is no integer of 64 bits. */
  public double doubleAt(int row) {
    if (plain != null) {
      if (!hasNulls()) {
        return plain.doubleAt(first + row);
      }
      unpack();
    }
    return doubles[row];
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
    } else if (hasNulls()) {
      int before = levels.presentBefore(from);
      int values = levels.presentBefore(from + count) - before;
      plain.copy(first + before, values, target, position);
      levels.spread(target, position, from, count, values);
    } else {
      plain.copy(first + from, count, target, position);
    }
  }
}

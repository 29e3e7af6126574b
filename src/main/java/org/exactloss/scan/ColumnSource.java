package org.exactloss.scan;

import java.math.BigDecimal;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * One column of what Spark hands over, row by row or as a batch, or the items of an array. Row
 * indices count within the batch; a source that is a single row ignores them. A value may only be
 * asked for in the column's own type, and not where it is null.
 */
interface ColumnSource {
  /** False only if no row is null. */
  boolean mayHaveNulls();

  boolean isNull(int row);

  byte byteAt(int row);

  short shortAt(int row);

  int intAt(int row);

  long longAt(int row);

  float floatAt(int row);

  double doubleAt(int row);

  BigDecimal decimalAt(int row, NumericType type);

  String textAt(int row);

  /** The text as Spark holds it; valid until the source moves on. */
  UTF8String utf8At(int row);

  /**
   * The dictionary of which all values are entries: as long as it is the same object, equal entries
   * are equal values. Null if there is none.
   */
  default Object dictionary() {
    return null;
  }

  /**
   * Puts the places of values in the dictionary, where there is one, into the target at {@code
   * position} on. A null has some place.
   */
  default void dictionaryEntries(int from, int count, int[] target, int position) {
    throw new IllegalStateException("this source has no dictionary");
  }

  /** Whether a boolean is true. */
  boolean booleanAt(int row);

  /** Puts {@code count} doubles, none of them null, into the values at {@code position} on. */
  void doubles(int from, int count, double[] values, int position);

  /** Likewise from a column of floats. */
  void floats(int from, int count, double[] values, int position);

  /** Likewise from a column of ints. */
  void ints(int from, int count, double[] values, int position);

  /**
   * Whether {@link #doubles}, {@link #floats} and {@link #ints} pass over nulls, for which they put
   * some number. Then this puts 1 for each null into the nulls at {@code position} on, and leaves
   * the other places as they are.
   */
  default boolean markNulls(int from, int count, byte[] nulls, int position) {
    return false;
  }

  /** The items of the array in this row, which is not null. */
  ArrayItems arrayAt(int row);

  /** The entries of the Spark ML vector in this row, which is not null. */
  ArrayItems vectorAt(int row);

  /**
   * Looks whether the arrays of rows lie in memory as one block: none of them null, all of one
   * rectangular shape, one behind the other.
   *
   * @param type the type of the rows, with a depth of at least 1
   * @param lengths where the length of each level's arrays is put
   * @return the place of the first entry in {@link #entries}, or −1 if they do not
   */
  default int blockStart(ValueType type, int from, int count, int[] lengths) {
    return -1;
  }

  /**
   * How many rows from this one on, fewer than {@code limit}, can lie in a block as far as the
   * outermost arrays tell; 0 if not even this one.
   */
  default int blockRows(ValueType type, int from, int limit) {
    return 0;
  }

  /** All the innermost entries, where {@link #blockStart} finds blocks. */
  default ColumnSource entries(ValueType type) {
    throw new IllegalStateException("this source has no blocks");
  }
}

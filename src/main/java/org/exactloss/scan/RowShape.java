package org.exactloss.scan;

import java.util.Arrays;

/** The one rectangular shape on which the arrays of a row agree. Used again for each row. */
final class RowShape {
  /** The length of arrays of which all are null. */
  static final int UNKNOWN = -1;

  /** The length of each level's arrays, the outermost first. */
  final int[] lengths;

  RowShape(int depth) {
    lengths = new int[depth];
  }

  /**
   * Finds the shape of a row; null arrays agree with any.
   *
   * @return false if there is no such shape
   */
  boolean find(RowArrays row) {
    Arrays.fill(lengths, UNKNOWN);
    return agree(row, 0);
  }

  private boolean agree(RowArrays arrays, int level) {
    if (arrays.allNull()) {
      return true;
    }
    int length = arrays.length();
    boolean other = lengths[level] != UNKNOWN && lengths[level] != length;
    if (other || !arrays.allHaveLength(length)) {
      return false;
    }
    lengths[level] = length;
    for (int i = 0; i < length && level + 1 < lengths.length; i++) {
      if (!agree(arrays.inner(i), level + 1)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the lengths of all levels are known. */
  boolean isComplete() {
    return lengths.length == 0 || lengths[lengths.length - 1] != UNKNOWN;
  }

  /** How many entries an array of this level holds; all lengths from it on must be known. */
  int entries(int level) {
    int product = 1;
    for (int i = level; i < lengths.length; i++) {
      product = Math.multiplyExact(product, lengths[i]);
    }
    return product;
  }
}

package org.exactloss.scan;

import java.util.Arrays;

/** The shape of one cell in words: {@code (2, 3)}, or {@code ragged (2, 1 to 3)}, or a null. */
final class ShapeText {
  private final int[] shortest;
  private final int[] longest;

  private ShapeText(int depth) {
    shortest = new int[depth];
    longest = new int[depth];
    Arrays.fill(shortest, Integer.MAX_VALUE);
    Arrays.fill(longest, RowShape.UNKNOWN);
  }

  /** The shape of a cell of so many levels; null arrays within it have no say. */
  static String of(ArrayItems cell, boolean vectors, int depth) {
    if (cell == null) {
      return "null";
    }
    ShapeText text = new ShapeText(depth);
    RowArrays.Types types = new RowArrays.Types(vectors, false, false);
    text.look(new RowArrays(cell, null, null, types, depth), 0);
    return text.toString();
  }

  private void look(RowArrays arrays, int level) {
    if (arrays.allNull()) {
      return;
    }
    shortest[level] = Math.min(shortest[level], arrays.length());
    longest[level] = Math.max(longest[level], arrays.length());
    for (int i = 0; i < arrays.length() && level + 1 < shortest.length; i++) {
      look(arrays.inner(i), level + 1);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    boolean ragged = false;
    for (int level = 0; level < shortest.length; level++) {
      text.append(level == 0 ? "(" : ", ");
      if (longest[level] == RowShape.UNKNOWN) {
        text.append('?');
      } else if (shortest[level] == longest[level]) {
        text.append(longest[level]);
      } else {
        ragged = true;
        text.append(shortest[level]).append(" to ").append(longest[level]);
      }
    }
    return (ragged ? "ragged " : "") + text + ")";
  }
}

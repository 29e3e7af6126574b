package org.exactloss.scan;

import java.util.Arrays;

/** The places of rows in the order of their groups: a counting sort, which keeps equal ones. */
final class GroupOrder {
  private final int[] places;
  private int[] ends = new int[0];

  /**
   * @param capacity the most rows
   */
  GroupOrder(int capacity) {
    places = new int[capacity];
  }

  int capacity() {
    return places.length;
  }

  /**
   * Sorts rows.
   *
   * @param group the group of each row
   * @param groups how many groups there are
   */
  void sort(int[] group, int rows, int groups) {
    if (ends.length < groups + 1) {
      ends = new int[Math.max(groups + 1, 2 * ends.length)];
    }
    Arrays.fill(ends, 0, groups + 1, 0);
    for (int row = 0; row < rows; row++) {
      ends[group[row] + 1]++;
    }
    for (int g = 1; g <= groups; g++) {
      ends[g] += ends[g - 1];
    }
    for (int row = 0; row < rows; row++) {
      places[ends[group[row]]++] = row;
    }
  }

  /** The rows, those of the first group first. */
  int[] places() {
    return places;
  }

  /** Where a group's rows begin. */
  int start(int group) {
    return group == 0 ? 0 : ends[group - 1];
  }

  /** Where they end. */
  int end(int group) {
    return ends[group];
  }
}

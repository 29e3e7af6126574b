package org.exactloss.scan;

/** The sums of all models for each group of each grouping, over rows of plain numbers. */
interface GroupSums {
  /** How many rows it is best to add at a time. */
  int capacity();

  /**
   * Adds rows.
   *
   * @param groups for each grouping the group of each row
   * @param sizes for each grouping how many groups there are so far
   */
  void add(LoadedRows rows, int[][] groups, int[] sizes);

  /** About how much memory the sums take. */
  long bytes();

  /** What was found of one group, as {@link FixedPointPart} has it; null if it has no rows. */
  byte[] part(int grouping, int group);

  /** Forgets all groups. */
  void clear();
}

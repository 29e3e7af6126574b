package org.exactloss.kernel;

/** Finds the places of rows in the tables of a {@link PictureWindow}. */
interface PictureIndex {

  /** The number of rows that are looked at together. */
  int lanes();

  /**
   * Finds the places of rows.
   *
   * @param to from plus a multiple of the lanes
   * @param errorPlaces takes the place of each row in the table of targets and errors, from 0 on
   * @param planePlaces takes that in the table of targets and predictions
   * @param outside takes the rows outside the window, whose places are {@link PictureWindow#NONE}
   * @return how many rows are outside
   */
  int find(
      double[] prediction,
      double[] target,
      int from,
      int to,
      PictureWindow.Bases bases,
      long[] errorPlaces,
      long[] planePlaces,
      int[] outside);
}

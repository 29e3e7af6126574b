package org.exactloss.kernel;

/**
 * The inner loop that cuts the squared errors of rows into the pieces of a {@link SquareWindow}.
 */
interface SquareLoop {

  /** The number of rows that are taken or left together. */
  int lanes();

  /**
   * Puts the bits of each row's pieces at the row's place.
   *
   * @param to from plus a multiple of the lanes
   * @param pieces an array for each piece
   * @return where the first group starts that holds a row outside the window, or {@code to}
   */
  int cut(
      SquareWindow window, double[] prediction, double[] target, int from, int to, long[][] pieces);
}

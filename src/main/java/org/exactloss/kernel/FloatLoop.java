package org.exactloss.kernel;

/** The inner loop that makes doubles of floats. */
interface FloatLoop {

  /**
   * Puts floats, as doubles, into the target at {@code position} on.
   *
   * @return how many of them, from the first on; the others are less than a vector
   */
  int widen(float[] floats, int count, double[] target, int position);
}

package org.exactloss.kernel;

/**
 * Arrays of one length, which C2 turns into vectors: short loops without branches, over one index.
 */
final class Lanes {
  /** The length of the arrays. */
  static final int COUNT = 256;

  /** Flags are folded to this many before they are looked at. */
  static final int FOLDED = 32;

  private Lanes() {}

  static void addTo(double[] sums, double[] terms) {
    for (int j = 0; j < COUNT; j++) {
      sums[j] += terms[j];
    }
  }

  /**
   * Whether a flag differs from zero or is NaN; flags are not negative, so none cancels.
   *
   * @param folded room for {@link #FOLDED} numbers
   */
  static boolean anyBad(double[] bad, double[] folded) {
    for (int j = 0; j < FOLDED; j++) {
      folded[j] =
          ((bad[j] + bad[j + 32]) + (bad[j + 64] + bad[j + 96]))
              + ((bad[j + 128] + bad[j + 160]) + (bad[j + 192] + bad[j + 224]));
    }
    double sum = 0;
    for (int j = 0; j < FOLDED; j += 4) {
      sum += (folded[j] + folded[j + 1]) + (folded[j + 2] + folded[j + 3]);
    }
    return sum != 0;
  }
}

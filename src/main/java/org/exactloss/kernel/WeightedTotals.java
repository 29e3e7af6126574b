package org.exactloss.kernel;

import java.util.Arrays;
import org.exactloss.exact.Superaccumulator;

/**
 * The running sums of the parts of weights and of products of weights and pieces. A part z, a whole
 * number of a unit, comes as the double z + C with the constant C of that unit ({@link
 * WeightedWindow#magic}): both have the same exponent, so that the bits of z + C are those of C
 * plus the number of units. The bits are added as integers that wrap; what is left after the bits
 * of the constants are taken away is the sum of units, as that stays below 2^63.
 */
final class WeightedTotals {
  /** Parts that may be added up in one sum: each is below 2^51 units. */
  static final int MAX_TERMS = 1 << 12;

  /** The sums of the upper parts of weights in {@link #sums}; those of the lower parts follow. */
  static final int WEIGHTS = 0;

  /** The sums of the upper parts of the first product; lower parts and further products follow. */
  static final int PRODUCTS = 2;

  /** A row of lanes for each part. */
  final long[][] sums;

  private final WeightedWindow window;
  private int terms;

  WeightedTotals(WeightedWindow window, int lanes) {
    this.window = window;
    sums = new long[PRODUCTS + 2 * window.format().pieces()][lanes];
  }

  /** How many more parts each lane can take. */
  int room() {
    return MAX_TERMS - terms;
  }

  /** Takes note of parts that were added to each lane. */
  void added(int count) {
    if (count > room()) {
      throw new IllegalStateException("Cannot add " + count + " parts where " + room() + " fit");
    }
    terms += count;
  }

  /** Adds all sums to those given and clears them. */
  void depositTo(Superaccumulator squaredError, Superaccumulator weight) {
    deposit(WEIGHTS, window.highWeightUnit(), 1, weight);
    deposit(WEIGHTS + 1, window.weightGrid(), 1, weight);
    int pieces = window.format().pieces();
    for (int piece = 1; piece <= pieces; piece++) {
      int row = PRODUCTS + 2 * (piece - 1);
      // All pieces but the last come with the opposite sign.
      int sign = piece < pieces ? -1 : 1;
      deposit(row, window.highProductUnit(piece), sign, squaredError);
      deposit(row + 1, window.lowProductUnit(piece), sign, squaredError);
    }
    terms = 0;
  }

  private void deposit(int row, int unit, int sign, Superaccumulator sum) {
    long constants = terms * Double.doubleToRawLongBits(WeightedWindow.magic(unit));
    for (long lane : sums[row]) {
      sum.add(sign * (lane - constants), unit);
    }
    Arrays.fill(sums[row], 0);
  }
}

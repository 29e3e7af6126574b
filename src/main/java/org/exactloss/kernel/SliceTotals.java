package org.exactloss.kernel;

import java.util.Arrays;
import org.exactloss.exact.Superaccumulator;

/**
 * The running sums of the products a_i·a_j of slices, in two levels of doubles that never round.
 *
 * <p>First level: a kernel adds at most {@link SliceFormat#MAX_TERMS} products to each element of
 * {@link #sums}, which keeps it an integer of at most 2^53 in the unit u = u_i·u_j. Second level:
 * {@link #spill()} cuts each into a multiple of 2^26·u and a rest of at most 2^25·u and adds them
 * to {@code high} and {@code low}. After F spills of n lanes the sum of all lanes is at most
 * n·F·2^27 units of {@code high} and n·F·2^25 units of {@code low}: with F ≤ 2^16 and n ≤ 2^8 no
 * more than 2^51, so the lanes may be added up in a double as well.
 */
final class SliceTotals {
  /** Spills between two deposits. */
  static final int MAX_SPILLS = 1 << 16;

  /** Lanes of a product. */
  static final int MAX_LANES = 1 << 8;

  /** First level: a row of lanes for each product, in the order 11, 12, …, 1k, 22, …, kk. */
  final double[][] sums;

  private final double[][] high;
  private final double[][] low;
  private final double[] magic;
  private final double[] factor;
  private int spills;

  SliceTotals(SliceWindow window, int lanes) {
    if (lanes > MAX_LANES) {
      throw new IllegalArgumentException("Cannot hold " + lanes + " lanes: at most " + MAX_LANES);
    }
    int products = window.format().products();
    sums = new double[products][lanes];
    high = new double[products][lanes];
    low = new double[products][lanes];
    magic = new double[products];
    factor = new double[products];
    int product = 0;
    for (int i = 1; i <= window.format().slices(); i++) {
      for (int j = i; j <= window.format().slices(); j++) {
        magic[product] = Math.scalb(1.5, 78 + window.unitExponent(i) + window.unitExponent(j));
        factor[product] = i == j ? 1 : 2;
        product++;
      }
    }
  }

  /** Whether the second level is full: {@link #depositTo} comes before the next spill. */
  boolean isFull() {
    return spills == MAX_SPILLS;
  }

  /** Moves the first level to the second. */
  void spill() {
    if (isFull()) {
      throw new IllegalStateException("Cannot spill more than " + MAX_SPILLS + " times");
    }
    spills++;
    for (int product = 0; product < sums.length; product++) {
      spill(sums[product], high[product], low[product], magic[product]);
    }
  }

  private static void spill(double[] sums, double[] high, double[] low, double magic) {
    for (int i = 0; i < sums.length; i++) {
      double sum = sums[i];
      double rounded = (sum + magic) - magic;
      high[i] += rounded;
      low[i] += sum - rounded;
      sums[i] = 0;
    }
  }

  /** Adds the second level, each product of two different slices twice, and clears it. */
  void depositTo(Superaccumulator sum) {
    for (int product = 0; product < sums.length; product++) {
      // Twice a double is exact: a scale keeps the sums far from overflow.
      sum.add(factor[product] * sumOf(high[product]));
      sum.add(factor[product] * sumOf(low[product]));
      Arrays.fill(high[product], 0);
      Arrays.fill(low[product], 0);
    }
    spills = 0;
  }

  private static double sumOf(double[] lanes) {
    double sum = 0;
    for (double lane : lanes) {
      sum += lane;
    }
    return sum;
  }
}

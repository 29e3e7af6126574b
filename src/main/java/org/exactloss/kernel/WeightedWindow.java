package org.exactloss.kernel;

/**
 * The rows that a kernel takes with weights that differ: |p − t| ≤ 2^top and a multiple of the grid
 * G = 2^grid, and |w| ≤ 2^weightTop and a multiple of H = 2^weightGrid. All others are handed to
 * the scalar row, so a window affects speed only, never a sum. Proof: {@code
 * src/site/markdown/kernel.md}.
 *
 * @param format the cut into pieces
 * @param grid the exponent of G
 * @param weightGrid the exponent of H
 */
record WeightedWindow(WeightedFormat format, int grid, int weightGrid) {

  /**
   * A window.
   *
   * @throws IllegalArgumentException if a unit or a constant would not be a double
   */
  WeightedWindow {
    requireBetween("grid", grid, WeightedFormat.minGrid(), format.maxGrid());
    requireBetween(
        "weight grid", weightGrid, WeightedFormat.minWeightGrid(grid), format.maxWeightGrid(grid));
  }

  private static void requireBetween(String what, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          String.format(
              "Cannot cut rows on %s 2^%d: products would not be exact; use one from %d to %d",
              what, value, min, max));
    }
  }

  /** The exponent of the bound on differences. */
  int top() {
    return grid + format.differenceBits();
  }

  /** The exponent of the bound on weights. */
  int weightTop() {
    return weightGrid + format.weightBits();
  }

  /** The bound on differences. */
  double bound() {
    return Math.scalb(1.0, top());
  }

  /** The bound on weights. */
  double weightBound() {
    return Math.scalb(1.0, weightTop());
  }

  /** Rounds a difference to its upper slice. */
  double highMagic() {
    return magic(grid + format.lowBits());
  }

  /** Rounds what is left of a difference to its lower slice. */
  double lowMagic() {
    return magic(grid);
  }

  /** Rounds what is left of the square to its piece i = 1 … k − 1. */
  double pieceMagic(int piece) {
    return magic(pieceUnit(piece));
  }

  /** Rounds a weight to its upper part. */
  double highWeightMagic() {
    return magic(highWeightUnit());
  }

  /** Rounds what is left of a weight. */
  double lowWeightMagic() {
    return magic(weightGrid);
  }

  /** Rounds the product of the weight and piece i to its upper part. */
  double highProductMagic(int piece) {
    return magic(highProductUnit(piece));
  }

  /** The sum of the constants of the upper and the lower part of product i. */
  double bothProductMagic(int piece) {
    return highProductMagic(piece) + magic(lowProductUnit(piece));
  }

  /** The exponent of the unit of the upper parts of weights. */
  int highWeightUnit() {
    return weightGrid + WeightedFormat.WEIGHT_LOW_BITS;
  }

  /** The exponent of the unit of the upper parts of the products of the weight and piece i. */
  int highProductUnit(int piece) {
    return lowProductUnit(piece) + WeightedFormat.PRODUCT_BITS;
  }

  /** The exponent of the unit of their lower parts. */
  int lowProductUnit(int piece) {
    return pieceUnit(piece) + weightGrid;
  }

  private int pieceUnit(int piece) {
    return format.pieceUnit(piece) + 2 * grid;
  }

  /**
   * The constant C = 1.5·2^52·2^unit: x + C is x rounded to a multiple of the unit, plus C, for |x|
   * &lt; 2^51 units, because it lies in the binade of that unit in the last place.
   */
  static double magic(int unit) {
    return Math.scalb(1.5, 52 + unit);
  }

  /**
   * Whether the kernels take this row; false for NaN and infinities. The operations are those of
   * the kernels.
   */
  boolean accepts(double prediction, double target, double weight) {
    double d = prediction - target;
    double b = d - prediction;
    double e = (prediction - (d - b)) - (target + b);
    double rest = d - ((d + highMagic()) - highMagic());
    double low = ((rest + e) + lowMagic()) - lowMagic();
    double weightRest = weight - ((weight + highWeightMagic()) - highWeightMagic());
    double lowWeight = (weightRest + lowWeightMagic()) - lowWeightMagic();
    return Math.abs(d) <= bound()
        && low - rest == e
        && Math.abs(weight) <= weightBound()
        && lowWeight == weightRest;
  }
}

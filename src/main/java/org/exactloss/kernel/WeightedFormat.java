package org.exactloss.kernel;

/**
 * How y = x² of an exact difference x = p − t is cut into pieces before it is multiplied by a
 * weight. With the grid G of x and b bits of a piece, y = y₁ + … + y_k, where y_i is a whole number
 * of the unit G²·2^((k−i)·b), at most about 2^b of them. A product w·y_i of a weight of ω bits has
 * at most b + ω ≤ 100 bits, which two fused multiply-adds take apart without loss.
 *
 * <p>The constraints on these numbers, with the proofs, are in {@code src/site/markdown/kernel.md}.
 */
enum WeightedFormat {
  /** Three pieces, for weights of up to 60 bits and differences of up to 60. */
  THREE_OF_40(3, 40, 60, 20, 60),
  /** Three pieces, for weights of up to 56 bits and differences of up to 66. */
  THREE_OF_44(3, 44, 66, 22, 56),
  /** Three pieces, for weights of up to 52 bits and differences of up to 72. */
  THREE_OF_48(3, 48, 72, 24, 52),
  /** Four pieces, for weights of up to 65 bits and differences of up to 70. */
  FOUR_OF_35(4, 35, 70, 26, 65),
  /** Four pieces, for weights of up to 60 bits and differences of up to 80. */
  FOUR_OF_40(4, 40, 80, 34, 60);

  /** The most pieces. */
  static final int MAX_PIECES = 4;

  /** The upper part of a product is a multiple of 2^50 units of the lower part. */
  static final int PRODUCT_BITS = 50;

  /** The distance between the units of the two parts of a weight, in bits. */
  static final int WEIGHT_LOW_BITS = 32;

  /** A constant of unit 2^u stands for numbers below 2^(53 + u), which must be doubles. */
  private static final int MAX_UNIT = 1024 - 53;

  /** The least double is 2 to this power, which is even. */
  private static final int MIN_UNIT = -1074;

  private final int pieces;
  private final int pieceBits;
  private final int differenceBits;
  private final int lowBits;
  private final int weightBits;

  WeightedFormat(int pieces, int pieceBits, int differenceBits, int lowBits, int weightBits) {
    this.pieces = pieces;
    this.pieceBits = pieceBits;
    this.differenceBits = differenceBits;
    this.lowBits = lowBits;
    this.weightBits = weightBits;
  }

  /** The number k of pieces. */
  int pieces() {
    return pieces;
  }

  /** The bound on differences is 2 to this power in units of their grid. */
  int differenceBits() {
    return differenceBits;
  }

  /** The distance between the units of the two slices of a difference, in bits. */
  int lowBits() {
    return lowBits;
  }

  /** The bound on weights is 2 to this power in units of their grid. */
  int weightBits() {
    return weightBits;
  }

  /** The exponent of the unit of piece i = 1 … k, in units of the squared grid. */
  int pieceUnit(int piece) {
    return (pieces - piece) * pieceBits;
  }

  /** The smallest exponent of the grid of differences: its square is still a double. */
  static int minGrid() {
    return MIN_UNIT / 2;
  }

  /** The largest exponent of the grid of differences. */
  int maxGrid() {
    return Math.floorDiv(MAX_UNIT - pieceUnit(1), 2);
  }

  /** The smallest exponent of the grid of weights beside this grid of differences. */
  static int minWeightGrid(int grid) {
    return Math.max(MIN_UNIT, MIN_UNIT - 2 * grid);
  }

  /** The largest exponent of the grid of weights beside this grid of differences. */
  int maxWeightGrid(int grid) {
    return Math.min(MAX_UNIT - WEIGHT_LOW_BITS, MAX_UNIT - PRODUCT_BITS - pieceUnit(1) - 2 * grid);
  }

  /** The window whose bounds are 2^top and 2^weightTop, or the nearest one there is. */
  WeightedWindow window(int top, int weightTop) {
    int grid = Math.max(minGrid(), Math.min(maxGrid(), top - differenceBits));
    int weightGrid = Math.max(minWeightGrid(grid), weightTop - weightBits);
    return new WeightedWindow(this, grid, Math.min(maxWeightGrid(grid), weightGrid));
  }
}

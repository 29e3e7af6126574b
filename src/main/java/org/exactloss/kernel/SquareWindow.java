package org.exactloss.kernel;

/**
 * The rows whose squared errors are cut into three pieces: |p − t| ≤ 2^72·G and a multiple of the
 * grid G = 2^grid. (p − t)² = y₁ + y₂ + y₃ then, where y_i is a whole number, of at most about
 * 2^48, of the unit 2^{@link #unit}. A piece comes as the double y_i + C_i with the constant C_i =
 * {@link #magic}, whose bits are those of C_i plus the number of units. Other rows are added in
 * another way, so a window affects speed only, never a sum. Proof: {@code
 * src/site/markdown/kernel.md}.
 *
 * @param grid the exponent of G
 */
record SquareWindow(int grid) {
  static final int PIECES = 3;

  /** Pieces of one unit that may be added up as bits: each is at most 2^48·(1 + 2^-13) units. */
  static final int MAX_TERMS = 1 << 14;

  private static final WeightedFormat FORMAT = WeightedFormat.THREE_OF_48;

  /**
   * A window.
   *
   * @throws IllegalArgumentException if a unit or a constant would not be a double
   */
  SquareWindow {
    if (grid < minGrid() || grid > maxGrid()) {
      throw new IllegalArgumentException(
          String.format(
              "Cannot cut squares on grid 2^%d: pieces would not be exact; use one from %d to %d",
              grid, minGrid(), maxGrid()));
    }
  }

  static int minGrid() {
    return WeightedFormat.minGrid();
  }

  static int maxGrid() {
    return FORMAT.maxGrid();
  }

  /** How many bits the bound has in units of the grid. */
  static int bits() {
    return FORMAT.differenceBits();
  }

  /** The bound on differences. */
  double bound() {
    return Math.scalb(1.0, grid + bits());
  }

  /** Rounds a difference to its upper slice. */
  double highMagic() {
    return WeightedWindow.magic(grid + FORMAT.lowBits());
  }

  /** Rounds what is left of a difference to its lower slice. */
  double lowMagic() {
    return WeightedWindow.magic(grid);
  }

  /** The constant C_i of piece i = 1 … 3. */
  double magic(int piece) {
    return WeightedWindow.magic(unit(piece));
  }

  /** The exponent of the unit of piece i = 1 … 3. */
  int unit(int piece) {
    return FORMAT.pieceUnit(piece) + 2 * grid;
  }
}

package org.exactloss.kernel;

/**
 * How the exact difference x = p − t of a row is cut into slices x = a₁ + … + a_k before squaring:
 * a_i is an integer times the unit u_i = 2^(s − (i−1)β), where s is the scale of a {@link
 * SliceWindow}. All products a_i·a_j are then integers times u_i·u_j, small enough for many of them
 * to be added up in a double without rounding.
 *
 * <p>Bounds, with the proofs, are in {@code src/site/markdown/kernel.md}; in units:
 *
 * <ul>
 *   <li>{@link #TWO}: |a₁|, |a₂| ≤ 2^(β−1), so a sum of up to 512 products stays within 2^53.
 *   <li>{@link #THREE}: |a₁|, |a₂| ≤ 2^(β−1) and |a₃| ≤ 2^(β−1) + 2^(3β−54), so a sum of up to 504
 *       products stays within 2^53.
 *   <li>{@link #FOUR}: |a₁|, |a₂| ≤ 2^(β−1), |a₃| ≤ 2^(β−1) + 2^(3β−54) and |a₄| ≤ 2^β (in truth
 *       3·2^(β−2)), so a sum of up to 512 products stays within 2^53.
 * </ul>
 */
enum SliceFormat {
  /** Two slices of 23 bits, for floats and integers: differences of up to 45 bits. */
  TWO(2, 23),
  /** Three slices of 23 bits: differences of up to 68 bits. */
  THREE(3, 23),
  /** Four slices of 22 bits, for wide data: differences of up to 87 bits. */
  FOUR(4, 22);

  /** Products that may be added up in one double; see the bounds above. */
  static final int MAX_TERMS = 504;

  /**
   * The largest scale. It keeps the largest number that occurs, the magic constant 1.5·2^78·u₁² of
   * {@link SliceTotals}, below 2^1024.
   */
  static final int MAX_SCALE = 472;

  private final int slices;
  private final int bits;

  SliceFormat(int slices, int bits) {
    this.slices = slices;
    this.bits = bits;
  }

  /** The number k of slices. */
  int slices() {
    return slices;
  }

  /** The distance β between the units of neighbouring slices, in bits. */
  int bits() {
    return bits;
  }

  /** The number of different products a_i·a_j, i ≤ j. */
  int products() {
    return slices * (slices + 1) / 2;
  }

  /** The smallest scale: the unit u_k² of the smallest product is still a double, 2^-1074. */
  int minScale() {
    return -537 + (slices - 1) * bits;
  }

  /** The scale of the window whose bound is 2^top, or the nearest scale there is. */
  int scaleForTop(int top) {
    return Math.max(minScale(), Math.min(MAX_SCALE, top - (bits - 1)));
  }
}

package org.exactloss.kernel;

/**
 * The differences that a slicing kernel takes: with scale s, those of magnitude at most B =
 * 2^(s+β−1) that are multiples of the grid G = 2^(s−(k−1)β). All others are handed to the scalar
 * row, so a window affects speed only, never a sum. Proof: {@code src/site/markdown/kernel.md}.
 */
final class SliceWindow {
  private final SliceFormat format;
  private final int scale;
  private final double bound;
  private final double magic1;
  private final double magic2;
  private final double magic3;
  private final double magic4;

  /**
   * A window.
   *
   * @param format the cut into slices
   * @param scale the exponent s of the first unit
   * @throws IllegalArgumentException if products of slices could leave the range of exact doubles
   */
  SliceWindow(SliceFormat format, int scale) {
    if (scale < format.minScale() || scale > SliceFormat.MAX_SCALE) {
      throw new IllegalArgumentException(
          "Cannot slice with scale "
              + scale
              + ": products would not be exact; use a scale from "
              + format.minScale()
              + " to "
              + SliceFormat.MAX_SCALE);
    }
    this.format = format;
    this.scale = scale;
    bound = Math.scalb(1.0, top());
    magic1 = magic(1);
    magic2 = magic(2);
    magic3 = magic(3);
    magic4 = magic(4);
  }

  SliceFormat format() {
    return format;
  }

  /** The exponent of the bound B. */
  int top() {
    return scale + format.bits() - 1;
  }

  /** The exponent of the grid G. */
  int grid() {
    return unitExponent(format.slices());
  }

  /** The bound B on the magnitude of a difference. */
  double bound() {
    return bound;
  }

  /** The exponent of the unit u_i of the slice i. */
  int unitExponent(int slice) {
    return scale - (slice - 1) * format.bits();
  }

  /**
   * The constant C_i = 1.5·2^52·u_i: (x + C_i) − C_i is x rounded to a multiple of u_i, because the
   * sum lies in the binade whose unit in the last place is u_i.
   */
  double magic(int slice) {
    return Math.scalb(1.5, 52 + unitExponent(slice));
  }

  /** Whether the kernels take this row; false for NaN and infinities. */
  boolean accepts(double prediction, double target) {
    double d = prediction - target;
    double b = d - prediction;
    double e = (prediction - (d - b)) - (target + b);
    return Math.abs(d) <= bound
        && switch (format) {
          case TWO -> e == 0 && isWhole(d - ((d + magic1) - magic1), 0, magic2);
          case THREE -> isWhole(d - ((d + magic2) - magic2), e, magic3);
          case FOUR -> {
            double rest = d - ((d + magic1) - magic1);
            rest -= (rest + magic2) - magic2;
            rest -= (rest + magic3) - magic3;
            yield isWhole(rest, e - ((e + magic3) - magic3), magic4);
          }
        };
  }

  /** Whether rounding the sum of two rests to a unit of the last slice changes nothing. */
  private static boolean isWhole(double rest, double error, double magic) {
    return (((rest + error) + magic) - magic) - rest == error;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SliceWindow that && format == that.format && scale == that.scale;
  }

  @Override
  public int hashCode() {
    return 31 * format.hashCode() + scale;
  }

  @Override
  public String toString() {
    return "k = " + format.slices() + ", scale " + scale;
  }
}

package org.exactloss.exact;

/** The product of two doubles, added exactly, in integers. */
public final class Product {
  private Product() {}

  /**
   * Adds a·b exactly.
   *
   * @throws IllegalArgumentException if one of them is NaN or infinite
   */
  public static void addTo(Superaccumulator sum, double a, double b) {
    long x = Double.doubleToRawLongBits(a);
    long y = Double.doubleToRawLongBits(b);
    int exponent = DoubleBits.exponent(x) + DoubleBits.exponent(y);
    long significandX = DoubleBits.significand(x);
    long significandY = DoubleBits.significand(y);
    sum.add128(
        Math.multiplyHigh(significandX, significandY),
        significandX * significandY,
        exponent,
        DoubleBits.sign(x ^ y));
  }
}

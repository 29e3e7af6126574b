package org.exactloss.exact;

/**
 * Adds one squared difference exactly, in integers: nothing overflows, underflows or is rounded,
 * whatever the finite doubles.
 *
 * <p>With p = P·2^x and t = T·2^y, |P|, |T| &lt; 2^53: where x and y are at most 9 apart, both are
 * written on the smaller exponent, so that the difference D is below 2^62 + 2^53 &lt; 2^63, and D²
 * is one term of two words. Elsewhere p² − 2pt + t² is added as three terms below 2^106 each. A
 * weight multiplies each term by an integer below 2^53, which gives less than 2^(124 + 1 + 53).
 * Exponents lie between 3·(−1074) = −3222 and 3·971 + 1 = 2914, so seven digits from there are
 * always within the accumulator's limbs.
 */
public final class SquaredDifference {
  private static final int MAX_GAP = 9;

  private SquaredDifference() {}

  /**
   * Adds (prediction − target)² exactly.
   *
   * @throws IllegalArgumentException if one of them is NaN or infinite
   */
  public static void addTo(Superaccumulator sum, double prediction, double target) {
    long p = Double.doubleToRawLongBits(prediction);
    long t = Double.doubleToRawLongBits(target);
    long significandP = DoubleBits.significand(p);
    long significandT = DoubleBits.significand(t);
    int exponentP = DoubleBits.exponent(p);
    int exponentT = DoubleBits.exponent(t);
    // A zero has any exponent.
    int x = significandP == 0 ? exponentT : exponentP;
    int y = significandT == 0 ? x : exponentT;
    if (Math.abs(x - y) <= MAX_GAP) {
      long d = difference(p, significandP, x, t, significandT, y);
      addProduct(sum, d, d, 2 * Math.min(x, y), 0);
    } else {
      addProduct(sum, significandP, significandP, 2 * x, 0);
      addProduct(sum, significandT, significandT, 2 * y, 0);
      addProduct(sum, significandP, significandT, x + y + 1, ~DoubleBits.sign(p ^ t));
    }
  }

  /**
   * Adds weight · (prediction − target)² exactly; the weight may have any sign.
   *
   * @throws IllegalArgumentException if one of the three is NaN or infinite
   */
  public static void addWeightedTo(
      Superaccumulator sum, double prediction, double target, double weight) {
    long p = Double.doubleToRawLongBits(prediction);
    long t = Double.doubleToRawLongBits(target);
    long w = Double.doubleToRawLongBits(weight);
    long significandP = DoubleBits.significand(p);
    long significandT = DoubleBits.significand(t);
    long significandW = DoubleBits.significand(w);
    int exponentP = DoubleBits.exponent(p);
    int exponentT = DoubleBits.exponent(t);
    int z = DoubleBits.exponent(w);
    long sign = DoubleBits.sign(w);
    int x = significandP == 0 ? exponentT : exponentP;
    int y = significandT == 0 ? x : exponentT;
    if (Math.abs(x - y) <= MAX_GAP) {
      long d = difference(p, significandP, x, t, significandT, y);
      addTriple(sum, d, d, significandW, 2 * Math.min(x, y) + z, sign);
    } else {
      addTriple(sum, significandP, significandP, significandW, 2 * x + z, sign);
      addTriple(sum, significandT, significandT, significandW, 2 * y + z, sign);
      long crossSign = ~DoubleBits.sign(p ^ t) ^ sign;
      addTriple(sum, significandP, significandT, significandW, x + y + 1 + z, crossSign);
    }
  }

  /** p − t in units of 2^min(x, y), where x and y are at most {@link #MAX_GAP} apart. */
  private static long difference(
      long p, long significandP, int x, long t, long significandT, int y) {
    int min = Math.min(x, y);
    long a = significandP << (x - min);
    long b = significandT << (y - min);
    long signP = DoubleBits.sign(p);
    long signT = DoubleBits.sign(t);
    return ((a ^ signP) - signP) - ((b ^ signT) - signT);
  }

  /** Adds ±a·b·2^exponent, where a·b is not negative. */
  private static void addProduct(Superaccumulator sum, long a, long b, int exponent, long sign) {
    if (a != 0 && b != 0) {
      sum.add128(Math.multiplyHigh(a, b), a * b, exponent, sign);
    }
  }

  /** Adds ±a·b·c·2^exponent, where a·b is not negative and c is between 0 and 2^53. */
  private static void addTriple(
      Superaccumulator sum, long a, long b, long c, int exponent, long sign) {
    if (a == 0 || b == 0 || c == 0) {
      return;
    }
    long upper = Math.multiplyHigh(a, b); // below 2^61
    long lower = a * b;
    // multiplyHigh is signed: a lower word with its top bit set counts as 2^64 less.
    long carry = Math.multiplyHigh(lower, c) + ((lower >> 63) & c);
    long middle = upper * c + carry;
    long overflow = Long.compareUnsigned(middle, carry) < 0 ? 1 : 0;
    sum.add192(Math.multiplyHigh(upper, c) + overflow, middle, lower * c, exponent, sign);
  }
}

package org.exactloss.kernel;

/**
 * One exact w·(p − t)² at a time, as a whole number of a fixed unit in 64-bit words: what many
 * groups can add in a few instructions each, where a kernel for every group would take kilobytes.
 *
 * <p>With p = P·2^−u and t = T·2^−u, where P and T are whole numbers below 2^126, D = P − T fits
 * 128 bits and D² 254. A weight is W·2^−v with W = M·2^s, M of 53 bits and s below 64, so that W·D²
 * takes at most 371 bits. Nothing is rounded; numbers that do not fit the units are refused, and
 * have to be added in another way. Sums of up to 2^63 terms fit one word more than a term.
 *
 * <p>Used by one thread.
 */
public final class SquaredErrorTerm {
  private static final int EXPONENT_BIAS = 1075;
  private static final int NON_FINITE = 0x7ff;
  private static final long FRACTION = (1L << 52) - 1;
  private static final long IMPLICIT_ONE = 1L << 52;

  /** Values are below 2 to this power in units. */
  static final int VALUE_BITS = 126;

  /** The most places that a significand of 53 bits is shifted by in these. */
  private static final int MOST_SHIFT = VALUE_BITS - 53;

  /** How many times greater than the first ones, as a power of two, later values may be. */
  private static final int HEADROOM = 20;

  private static final int WEIGHT_HEADROOM = 16;

  /** Units are multiples of this power of two, which only adds to the headroom. */
  private static final int UNIT_STEP = 8;

  private final boolean weighted;
  private final int unit;
  private final int weightUnit;
  private long high;
  private long low;
  private long word0;
  private long word1;
  private long word2;
  private long word3;
  private long word4;
  private long word5;
  private long weight0;
  private long weight1;

  private SquaredErrorTerm(boolean weighted, int unit, int weightUnit) {
    this.weighted = weighted;
    this.unit = unit;
    this.weightUnit = weightUnit;
  }

  /**
   * Terms in units that suit values like these.
   *
   * @param weight null without weights
   */
  public static SquaredErrorTerm forValuesLike(
      double[] prediction, double[] target, double[] weight, int rows) {
    int largest = Math.max(largestExponent(prediction, rows), largestExponent(target, rows));
    int factor = weight == null ? 0 : largestExponent(weight, rows);
    return new SquaredErrorTerm(
        weight != null,
        coarse(MOST_SHIFT - HEADROOM - largest),
        coarse(Long.SIZE - 1 - WEIGHT_HEADROOM - factor));
  }

  /** Few units are in use, so that the sums of different tasks mostly have the same. */
  private static int coarse(int unit) {
    return Math.floorDiv(unit, UNIT_STEP) * UNIT_STEP;
  }

  /** Of the units of the significands of finite numbers; that of 1 if there are none. */
  private static int largestExponent(double[] values, int rows) {
    int largest = 0;
    for (int i = 0; i < rows; i++) {
      int exponent = (int) (Double.doubleToRawLongBits(values[i]) >>> 52) & NON_FINITE;
      if (exponent != NON_FINITE && exponent > largest) {
        largest = exponent;
      }
    }
    return (largest == 0 ? Math.getExponent(1.0) + 1023 : largest) - EXPONENT_BIAS;
  }

  /** How sums of these terms lie. */
  public FixedPointSums sums() {
    return weighted ? FixedPointSums.WEIGHTED : FixedPointSums.UNWEIGHTED;
  }

  /** Computes the term of a weight of one, and says whether it fits. */
  public boolean set(double prediction, double target) {
    if (!fix(prediction)) {
      return false;
    }
    long predictionHigh = high;
    long predictionLow = low;
    if (!fix(target)) {
      return false;
    }
    long differenceLow = predictionLow - low;
    long borrow = Long.compareUnsigned(predictionLow, low) < 0 ? 1 : 0;
    long differenceHigh = predictionHigh - high - borrow;
    long sign = differenceHigh >> 63;
    // −x is ~x + 1 in two words.
    long magnitudeLow = (differenceLow ^ sign) - sign;
    long magnitudeHigh = (differenceHigh ^ sign) + (sign != 0 && magnitudeLow == 0 ? 1 : 0);
    square(magnitudeHigh, magnitudeLow);
    return true;
  }

  /** Computes the term with a weight, which is positive, and says whether it fits. */
  public boolean set(double prediction, double target, double weight) {
    long bits = Double.doubleToRawLongBits(weight);
    int shift = ((int) (bits >>> 52) & NON_FINITE) - EXPONENT_BIAS + weightUnit;
    if (shift < 0 || shift >= Long.SIZE || bits >>> 52 == 0 || !set(prediction, target)) {
      return false;
    }
    long significand = (bits & FRACTION) | IMPLICIT_ONE;
    weight0 = significand << shift;
    weight1 = shift == 0 ? 0 : significand >>> (Long.SIZE - shift);
    multiply(significand);
    shift(shift);
    return true;
  }

  /** Puts a number's value in units into {@link #high} and {@link #low}, if it is whole there. */
  private boolean fix(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> 52) & NON_FINITE;
    long significand = (bits & FRACTION) | IMPLICIT_ONE;
    int shift = exponent - EXPONENT_BIAS + unit;
    if (exponent == 0 || shift < 0) {
      if (bits << 1 == 0) {
        high = 0;
        low = 0;
        return true;
      }
      if (exponent == 0 || Long.numberOfTrailingZeros(significand) < -shift) {
        return false;
      }
      significand >>>= -shift;
      shift = 0;
    } else if (shift > MOST_SHIFT || exponent == NON_FINITE) {
      return false;
    }
    long upper = shift < Long.SIZE ? significand >>> 1 >>> (63 - shift) : significand << shift;
    long lower = shift < Long.SIZE ? significand << shift : 0;
    long sign = bits >> 63;
    low = (lower ^ sign) - sign;
    high = (upper ^ sign) + (sign != 0 && low == 0 ? 1 : 0);
    return true;
  }

  /** (h·2^64 + l)² = h²·2^128 + 2hl·2^64 + l². */
  private void square(long h, long l) {
    long crossLow = h * l;
    long crossHigh = multiplyHigh(h, l);
    long twiceHigh = crossHigh << 1 | crossLow >>> 63; // h is below 2^63: no bit is lost
    long twiceLow = crossLow << 1;
    word0 = l * l;
    long squareHigh = multiplyHigh(l, l);
    word1 = squareHigh + twiceLow;
    long carry = Long.compareUnsigned(word1, twiceLow) < 0 ? 1 : 0;
    long upperLow = h * h;
    long upper = upperLow + twiceHigh;
    long carry2 = Long.compareUnsigned(upper, upperLow) < 0 ? 1 : 0;
    word2 = upper + carry;
    carry2 += carry != 0 && word2 == 0 ? 1 : 0;
    word3 = multiplyHigh(h, h) + carry2;
  }

  /** The upper half of the product of unsigned words. */
  private static long multiplyHigh(long x, long y) {
    return Math.multiplyHigh(x, y) + (x >> 63 & y) + (y >> 63 & x);
  }

  private void multiply(long factor) {
    long carry = multiplyHigh(word0, factor);
    word0 *= factor;
    long product = word1 * factor;
    long next = multiplyHigh(word1, factor);
    word1 = product + carry;
    carry = next + (Long.compareUnsigned(word1, product) < 0 ? 1 : 0);
    product = word2 * factor;
    next = multiplyHigh(word2, factor);
    word2 = product + carry;
    carry = next + (Long.compareUnsigned(word2, product) < 0 ? 1 : 0);
    product = word3 * factor;
    next = multiplyHigh(word3, factor);
    word3 = product + carry;
    word4 = next + (Long.compareUnsigned(word3, product) < 0 ? 1 : 0);
  }

  private void shift(int places) {
    int rest = 63 - places; // in two steps, because a shift by 64 is one by 0
    word5 = word4 >>> 1 >>> rest;
    word4 = word4 << places | word3 >>> 1 >>> rest;
    word3 = word3 << places | word2 >>> 1 >>> rest;
    word2 = word2 << places | word1 >>> 1 >>> rest;
    word1 = word1 << places | word0 >>> 1 >>> rest;
    word0 <<= places;
  }

  /** Adds the term to a sum at this place, which lies as {@link #sums} says. */
  public void addTo(long[] sums, int start) {
    long carry = add(sums, start, word0, 0);
    carry = add(sums, start + 1, word1, carry);
    carry = add(sums, start + 2, word2, carry);
    carry = add(sums, start + 3, word3, carry);
    if (!weighted) {
      sums[start + 4] += carry;
      sums[start + 5]++;
      return;
    }
    carry = add(sums, start + 4, word4, carry);
    carry = add(sums, start + 5, word5, carry);
    sums[start + 6] += carry;
    carry = add(sums, start + 7, weight0, 0);
    carry = add(sums, start + 8, weight1, carry);
    sums[start + 9] += carry;
    sums[start + 10]++;
  }

  private static long add(long[] sums, int place, long word, long carry) {
    long sum = sums[place] + word;
    long all = sum + carry;
    sums[place] = all;
    // Both cannot overflow: the greatest word and a carry leave no carry to the sum's own.
    return Long.compareUnsigned(sum, word) < 0 || Long.compareUnsigned(all, sum) < 0 ? 1 : 0;
  }

  /** The power of two that the sum of terms counts. */
  public int exponent() {
    return -2 * unit - (weighted ? weightUnit : 0);
  }

  /** The power of two that the sum of weights counts. */
  public int weightExponent() {
    return -weightUnit;
  }
}

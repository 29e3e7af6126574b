package org.exactloss.exact;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * A mutable fixed-point number, wide enough that sums of weighted squares of doubles are exact (U.
 * W. Kulisch, "Computer Arithmetic and Validity", 2008; R. M. Neal, arXiv:1505.05571).
 *
 * <p>The value is Σ L[i]·2^(32i − 3232) over 210 limbs L[i], each a {@code long} of which a digit
 * fills 32 bits and the rest takes up carries. Lowest bit 2^-3232, top limb in units of 2^3456:
 *
 * <ul>
 *   <li>A double is a multiple of 2^-1074 below 2^1024. Hence w·(p − t)² is a multiple of
 *       2^(2·-1074 − 1074) = 2^-3222 and below 2^(2·1025 + 1024) = 2^3074.
 *   <li>Decimals come in units of 10^-s, with s up to 38 for the weight and twice 38 for the
 *       difference. A unit times 10^114 &lt; 2^379 turns a term below 2^3074 into one below 2^3453;
 *       2^63 such terms stay below 2^3516. The lowest bit moves up.
 *   <li>A term must be a multiple of 2^-3232 and below 2^3488, a sum below 2^3518 (the top limb
 *       below 2^62). What does not fit is an {@link ArithmeticException}, never a wrong value;
 *       after an overflowing sum the accumulator stays unusable until {@link #clear}.
 * </ul>
 *
 * <p>Carries: each deposit adds less than 2^32 in magnitude to a limb. After normalisation a limb
 * is below 2^32, the top one below 2^62 in magnitude. 2^30 − 1 deposits later it is at most 2^62 +
 * (2^30 − 1)(2^32 − 1) ≤ 2^63 − 2^32 − 2^30 + 1, and a carry of at most 2^31 still fits. So
 * deposits are counted, and the next one normalises first.
 *
 * <p>Used by one thread: reading normalises the limbs, which never changes the value.
 */
public final class Superaccumulator {
  /** The lowest bit is worth 2^-BIAS. */
  static final int BIAS = 3232;

  /** Number of limbs. */
  static final int LIMBS = 210;

  /** Terms are below 2^TERM_LIMIT. */
  static final int TERM_LIMIT = 32 * LIMBS - BIAS;

  /** How many deposits may follow one normalisation. */
  static final int MAX_DEPOSITS = (1 << 30) - 1;

  private static final long DIGIT = 0xFFFF_FFFFL;
  private static final long TOP_LIMIT = 1L << 62;

  private final long[] limbs = new long[LIMBS];

  /** Limbs outside of low..high are zero; no limb was touched while high is less than low. */
  private int low = LIMBS;

  private int high = -1;
  private int deposits;

  /**
   * Adds {@code value · 2^exponent} exactly.
   *
   * @throws ArithmeticException if the term is no multiple of 2^-3232 or not below 2^3488
   */
  public void add(long value, int exponent) {
    if (value == 0) {
      return;
    }
    int position = exponent + BIAS; // wraps for exponents far out, which the rim refuses
    int first = position >> 5;
    if (first < 0 || first > LIMBS - 3) {
      addWords(BigInteger.valueOf(value), exponent);
      return;
    }
    int shift = position & 31;
    long word = value << shift;
    open(first, first + 2);
    limbs[first] += word & DIGIT;
    limbs[first + 1] += word >>> 32;
    // The 32 bits above word, with the sign; two shifts because one by 64 would be one by 0.
    limbs[first + 2] += (value >> 32) >> (32 - shift);
  }

  /**
   * Adds a double exactly.
   *
   * @throws IllegalArgumentException if it is NaN or infinite
   */
  public void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    add(DoubleBits.signedSignificand(bits), DoubleBits.exponent(bits));
  }

  /**
   * Adds {@code value · 2^exponent} exactly.
   *
   * @throws ArithmeticException if the term is no multiple of 2^-3232 or not below 2^3488
   */
  public void add(BigInteger value, int exponent) {
    if (value.bitLength() < Long.SIZE) {
      add(value.longValue(), exponent);
    } else {
      addWords(value, exponent);
    }
  }

  /** Adds another sum exactly. */
  public void add(Superaccumulator other) {
    openFor(other);
    for (int i = other.low; i <= other.high; i++) {
      limbs[i] += other.limbs[i];
    }
    checkTop();
  }

  /** Takes another sum away exactly. */
  public void subtract(Superaccumulator other) {
    openFor(other);
    for (int i = other.low; i <= other.high; i++) {
      limbs[i] -= other.limbs[i];
    }
    checkTop();
  }

  /**
   * Adds {@code factor · other} exactly.
   *
   * @throws IllegalArgumentException if the factor is NaN or infinite
   * @throws ArithmeticException if the product is no multiple of 2^-3232 or not below 2^3488
   */
  public void addProduct(Superaccumulator other, double factor) {
    long bits = Double.doubleToRawLongBits(factor);
    BigInteger significand = BigInteger.valueOf(DoubleBits.signedSignificand(bits));
    add(other.significand().multiply(significand), other.exponent() + DoubleBits.exponent(bits));
  }

  /** −1, 0 or 1. */
  public int signum() {
    normalize();
    if (high < low) {
      return 0;
    }
    // Below the highest limb all digits are positive and worth less than one unit of it.
    return limbs[high] < 0 ? -1 : lowestNonZeroLimb() > high ? 0 : 1;
  }

  /** Sets the value to zero. */
  public void clear() {
    if (low <= high) {
      Arrays.fill(limbs, low, high + 1, 0);
    }
    low = LIMBS;
    high = -1;
    deposits = 0;
  }

  /** The value is {@code significand() · 2^exponent()}; the significand is odd or zero. */
  public BigInteger significand() {
    normalize();
    int first = lowestNonZeroLimb();
    if (first > high) {
      return BigInteger.ZERO;
    }
    // Two's complement, big-endian: the highest limb in 8 bytes, each digit below it in 4.
    byte[] bytes = new byte[Long.BYTES + Integer.BYTES * (high - first)];
    for (int i = 0; i < bytes.length; i++) {
      int limb = Math.min(first + i / Integer.BYTES, high);
      int shift = Byte.SIZE * (i - Integer.BYTES * (limb - first));
      bytes[bytes.length - 1 - i] = (byte) (limbs[limb] >> shift);
    }
    return new BigInteger(bytes).shiftRight(Long.numberOfTrailingZeros(limbs[first]));
  }

  /** See {@link #significand()}; 0 for the value zero. */
  public int exponent() {
    normalize();
    int first = lowestNonZeroLimb();
    return first > high ? 0 : 32 * first - BIAS + Long.numberOfTrailingZeros(limbs[first]);
  }

  /**
   * Adds {@code ±(upper·2^64 + lower)·2^exponent}, the words unsigned, upper below 2^64 and the
   * exponent that of a product of two doubles, which is in range of the limbs.
   *
   * @param sign 0 for plus, −1 for minus
   */
  void add128(long upper, long lower, int exponent, long sign) {
    int position = exponent + BIAS;
    int first = position >> 5;
    int shift = position & 31;
    int back = 63 - shift; // x >>> 1 >>> back is x >>> (64 - shift) also for a shift of 0
    long word0 = lower << shift;
    long word1 = upper << shift | lower >>> 1 >>> back;
    open(first, first + 4);
    limbs[first] += ((word0 & DIGIT) ^ sign) - sign;
    limbs[first + 1] += ((word0 >>> 32) ^ sign) - sign;
    limbs[first + 2] += ((word1 & DIGIT) ^ sign) - sign;
    limbs[first + 3] += ((word1 >>> 32) ^ sign) - sign;
    limbs[first + 4] += ((upper >>> 1 >>> back) ^ sign) - sign;
  }

  /** As {@link #add128} with three words, for a product of three doubles. */
  void add192(long upper, long middle, long lower, int exponent, long sign) {
    int position = exponent + BIAS;
    int first = position >> 5;
    int shift = position & 31;
    int back = 63 - shift;
    long word0 = lower << shift;
    long word1 = middle << shift | lower >>> 1 >>> back;
    long word2 = upper << shift | middle >>> 1 >>> back;
    open(first, first + 6);
    limbs[first] += ((word0 & DIGIT) ^ sign) - sign;
    limbs[first + 1] += ((word0 >>> 32) ^ sign) - sign;
    limbs[first + 2] += ((word1 & DIGIT) ^ sign) - sign;
    limbs[first + 3] += ((word1 >>> 32) ^ sign) - sign;
    limbs[first + 4] += ((word2 & DIGIT) ^ sign) - sign;
    limbs[first + 5] += ((word2 >>> 32) ^ sign) - sign;
    limbs[first + 6] += ((upper >>> 1 >>> back) ^ sign) - sign;
  }

  /** Any term that is in range, word by word. */
  private void addWords(BigInteger value, int exponent) {
    checkTerm(value, exponent);
    int first = Math.max(exponent + BIAS, 0) >> 5;
    // A shift to the right loses nothing: the bits below 2^-BIAS were found to be zero.
    BigInteger aligned = value.abs().shiftLeft(exponent + BIAS - 32 * first);
    open(first, first + (aligned.bitLength() - 1) / 32);
    byte[] bytes = aligned.toByteArray();
    for (int i = 0; i < (aligned.bitLength() + 7) / 8; i++) {
      long part = (bytes[bytes.length - 1 - i] & 0xFFL) << (8 * (i & 3));
      limbs[first + (i >> 2)] += value.signum() * part;
    }
  }

  private static void checkTerm(BigInteger value, int exponent) {
    long lowestBit = (long) exponent + value.getLowestSetBit();
    long limit = (long) exponent + value.abs().bitLength();
    if (lowestBit < -BIAS || limit > TERM_LIMIT) {
      throw new ArithmeticException(
          String.format(
              "Cannot add a term with bits from 2^%d to 2^%d: the accumulator holds 2^%d to 2^%d",
              lowestBit, limit - 1, -BIAS, TERM_LIMIT - 1));
    }
  }

  /** Makes room for one deposit in the limbs first..last. */
  private void open(int first, int last) {
    if (deposits >= MAX_DEPOSITS) {
      normalize();
    }
    deposits++;
    if (first < low) {
      low = first;
    }
    if (last > high) {
      high = last;
    }
  }

  /** A normalised sum is one deposit: its limbs are digits, but for the top limb. */
  private void openFor(Superaccumulator other) {
    other.normalize();
    if (other.high == LIMBS - 1) {
      normalize(); // both top limbs are below 2^62 now, so they can be added
    }
    open(other.low, other.high);
  }

  private void checkTop() {
    if (high == LIMBS - 1) {
      normalize();
    }
  }

  /** Leaves digits in all limbs but the highest in use, which keeps the sign. */
  private void normalize() {
    if (high < low) {
      deposits = 0;
    }
    if (deposits == 0) {
      return;
    }
    long carry = 0;
    for (int i = low; i < high; i++) {
      long sum = limbs[i] + carry;
      limbs[i] = sum & DIGIT;
      carry = sum >> 32;
    }
    long top = limbs[high] + carry;
    while (top != (int) top && high < LIMBS - 1) {
      limbs[high] = top & DIGIT;
      top >>= 32;
      high++;
    }
    limbs[high] = top;
    if (top <= -TOP_LIMIT || top >= TOP_LIMIT) {
      deposits = MAX_DEPOSITS; // so that whatever follows comes here again
      throw new ArithmeticException(
          "Cannot hold a sum of magnitude 2^3518 or more: the accumulator is full");
    }
    deposits = 0;
  }

  private int lowestNonZeroLimb() {
    int i = low;
    while (i <= high && limbs[i] == 0) {
      i++;
    }
    return i;
  }
}

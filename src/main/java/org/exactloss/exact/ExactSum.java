package org.exactloss.exact;

import java.math.BigInteger;
import java.util.Objects;

/**
 * An exact sum of binary and decimal terms: value = significand · 2^twos · 5^fives.
 *
 * <p>The three parts are canonical at any time: the significand is prime to 10, or all three are
 * zero. So equal values have equal parts. Mutable; sums form a commutative group under {@link #add}
 * and {@link #subtract}.
 */
public final class ExactSum {
  private static final BigInteger FIVE = BigInteger.valueOf(5);
  private static final int LARGEST_STEP = 64;

  private BigInteger significand = BigInteger.ZERO;
  private int twos;
  private int fives;

  /** An exact zero. */
  public ExactSum() {}

  /** {@code significand · 2^twos · 5^fives}, for any significand. */
  public static ExactSum of(BigInteger significand, int twos, int fives) {
    ExactSum sum = new ExactSum();
    sum.set(significand, twos, fives);
    return sum;
  }

  /** A whole number. */
  public static ExactSum of(long value) {
    return of(BigInteger.valueOf(value), 0, 0);
  }

  /** {@code units · 10^-scale}; the accumulator is copied. */
  public static ExactSum ofUnits(Superaccumulator units, int scale) {
    return of(units.significand(), units.exponent() - scale, -scale);
  }

  public void add(ExactSum other) {
    add(other.significand, other.twos, other.fives);
  }

  public void subtract(ExactSum other) {
    add(other.significand.negate(), other.twos, other.fives);
  }

  /** A sum of its own with the same value. */
  public ExactSum copy() {
    ExactSum copy = new ExactSum();
    copy.significand = significand;
    copy.twos = twos;
    copy.fives = fives;
    return copy;
  }

  public int signum() {
    return significand.signum();
  }

  /** Prime to 10, with the sign of the value; zero for zero. */
  public BigInteger significand() {
    return significand;
  }

  /** The exponent of 2; 0 for zero. */
  public int twos() {
    return twos;
  }

  /** The exponent of 5; 0 for zero. */
  public int fives() {
    return fives;
  }

  /** The exact value. */
  public ExactRational value() {
    BigInteger numerator = scaled(significand, Math.max(twos, 0), Math.max(fives, 0));
    BigInteger denominator = scaled(BigInteger.ONE, Math.max(-twos, 0), Math.max(-fives, 0));
    return new ExactRational(numerator, denominator);
  }

  /** Whether the values are equal. */
  @Override
  public boolean equals(Object object) {
    return object instanceof ExactSum other
        && twos == other.twos
        && fives == other.fives
        && significand.equals(other.significand);
  }

  @Override
  public int hashCode() {
    return Objects.hash(significand, twos, fives);
  }

  /** Such as {@code 3·2^-4·5^-2}. */
  @Override
  public String toString() {
    return significand + "·2^" + twos + "·5^" + fives;
  }

  private void add(BigInteger otherSignificand, int otherTwos, int otherFives) {
    if (otherSignificand.signum() == 0) {
      return;
    }
    if (significand.signum() == 0) {
      set(otherSignificand, otherTwos, otherFives);
      return;
    }
    int minTwos = Math.min(twos, otherTwos);
    int minFives = Math.min(fives, otherFives);
    BigInteger a = scaled(significand, twos - minTwos, fives - minFives);
    BigInteger b = scaled(otherSignificand, otherTwos - minTwos, otherFives - minFives);
    set(a.add(b), minTwos, minFives);
  }

  private void set(BigInteger newSignificand, int newTwos, int newFives) {
    if (newSignificand.signum() == 0) {
      significand = BigInteger.ZERO;
      twos = 0;
      fives = 0;
      return;
    }
    int zeros = newSignificand.getLowestSetBit();
    significand = newSignificand.shiftRight(zeros);
    twos = Math.addExact(newTwos, zeros);
    fives = newFives;
    if (significand.mod(FIVE).signum() == 0) {
      dropFives();
    }
  }

  /** Divides by 5 as often as that leaves no remainder: by 5^64, 5^32, …, 5. */
  private void dropFives() {
    for (int step = LARGEST_STEP; step > 0; step /= 2) {
      BigInteger power = FIVE.pow(step);
      BigInteger[] quotient = significand.divideAndRemainder(power);
      while (quotient[1].signum() == 0) {
        significand = quotient[0];
        fives = Math.addExact(fives, step);
        quotient = significand.divideAndRemainder(power);
      }
    }
  }

  private static BigInteger scaled(BigInteger value, int twos, int fives) {
    BigInteger shifted = value.shiftLeft(twos);
    return fives == 0 ? shifted : shifted.multiply(FIVE.pow(fives));
  }
}

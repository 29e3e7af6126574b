package org.exactloss.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.exactloss.oracle.Rational;
import org.junit.jupiter.api.Test;

/** Rounding at and beside ties, at every exponent of the result. */
class ExactRationalTest {
  private static final long SEED = 4711;
  private static final Rational HALF = Rational.powerOfTwo(-1);

  /** The smallest squared difference: what must break a tie. */
  private static final Rational LEAST = Rational.powerOfTwo(-2148);

  @Test
  void sumsRoundTiesToEvenAndAnythingBesideToItsSide() {
    for (double lower : lowerNeighbours()) {
      Rational tie = midpointAbove(lower);
      assertRounds(tie, evenOf(lower));
      assertRounds(tie.add(LEAST), Math.nextUp(lower));
      assertRounds(tie.add(LEAST.negate()), lower);
      assertRounds(Rational.of(lower), lower);
    }
  }

  @Test
  void quotientsRoundTiesToEvenAndAnythingBesideToItsSide() {
    List<Rational> divisors = List.of(Rational.of(3), Rational.of(26_065), Rational.of(0.1));
    int count = 0;
    for (double lower : lowerNeighbours()) {
      // Four values an exponent: three exponents later each of them has met each divisor.
      Rational divisor = divisors.get((count + count / 4) % divisors.size());
      count++;
      Rational dividend = midpointAbove(lower).multiply(divisor);
      assertQuotient(dividend, divisor, evenOf(lower));
      assertQuotient(dividend.add(LEAST), divisor, Math.nextUp(lower));
      assertQuotient(dividend.add(LEAST.negate()), divisor, lower);
    }
  }

  @Test
  void rootsRoundTiesToEvenAndAnythingBesideToItsSide() {
    for (double lower : lowerNeighbours()) {
      Rational tie = midpointAbove(lower);
      Rational square = tie.multiply(tie);
      Rational beside = square.multiply(Rational.powerOfTwo(-300));
      assertRoot(square, evenOf(lower));
      assertRoot(square.add(beside), Math.nextUp(lower));
      assertRoot(square.add(beside.negate()), lower);
      assertRoot(Rational.of(lower).multiply(Rational.of(lower)), lower);
      if (lower > 0x1p-500) {
        assertRoot(square.add(LEAST), Math.nextUp(lower));
        assertRoot(square.add(LEAST.negate()), lower);
      }
    }
  }

  @Test
  void theOverflowThreshold() {
    Rational threshold = Rational.powerOfTwo(1024).add(Rational.powerOfTwo(970).negate());
    assertRounds(threshold, Double.POSITIVE_INFINITY);
    assertRounds(threshold.add(LEAST), Double.POSITIVE_INFINITY);
    assertRounds(threshold.add(LEAST.negate()), Double.MAX_VALUE);
    assertRounds(Rational.powerOfTwo(5000), Double.POSITIVE_INFINITY);
    assertQuotient(threshold.multiply(Rational.of(7)), Rational.of(7), Double.POSITIVE_INFINITY);
    assertRoot(threshold.multiply(threshold), Double.POSITIVE_INFINITY);
    assertRoot(threshold.multiply(threshold).add(LEAST.negate()), Double.MAX_VALUE);
  }

  @Test
  void theUnderflowThreshold() {
    assertRounds(Rational.powerOfTwo(-1075), 0.0);
    assertRounds(Rational.powerOfTwo(-1075).add(LEAST), Double.MIN_VALUE);
    assertRounds(Rational.powerOfTwo(-1074), Double.MIN_VALUE);
    assertRounds(Rational.powerOfTwo(-1076), 0.0);
    assertRounds(Rational.powerOfTwo(-9000), 0.0);
    assertRoot(Rational.powerOfTwo(-2150), 0.0);
    assertRoot(Rational.powerOfTwo(-2148), Double.MIN_VALUE);
  }

  @Test
  void zeroIsPositive() {
    assertBits(exact(Rational.ZERO).toDouble(), 0.0);
    assertBits(exact(Rational.ZERO).squareRootToDouble(), 0.0);
    assertBits(ExactRational.of(0).divide(ExactRational.of(-3)).toDouble(), 0.0);
  }

  @Test
  void allOnesSignificandsOfBothSigns() {
    for (int exponent = -1022; exponent <= 1023; exponent++) {
      double ones = Math.scalb(0x1.fffffffffffffp0, exponent);
      assertRounds(Rational.of(ones).add(LEAST), ones);
      assertRounds(Rational.of(ones).add(LEAST.negate()), ones);
    }
  }

  @Test
  void randomQuotientsAndRootsAgreeWithTheOracle() {
    Random random = new Random(SEED);
    SplittableRandom sizes = new SplittableRandom(SEED);
    for (int i = 0; i < 4_000; i++) {
      BigInteger numerator = new BigInteger(sizes.nextInt(1, 2_000), random);
      BigInteger denominator = new BigInteger(sizes.nextInt(1, 1_500), random).add(BigInteger.ONE);
      Rational value = new Rational(numerator, denominator);
      assertThat(bits(exact(value).toDouble()))
          .as("%s, seed %d", value, SEED)
          .isEqualTo(bits(value.nearest()));
      assertThat(bits(exact(value).squareRootToDouble()))
          .as("root of %s, seed %d", value, SEED)
          .isEqualTo(bits(value.nearestRoot()));
    }
  }

  @Test
  void halvesOfOddSumsAreExact() {
    assertQuotient(Rational.of(3), Rational.of(2), 1.5);
    assertQuotient(Rational.of(Long.MAX_VALUE), Rational.of(Long.MAX_VALUE), 1.0);
  }

  @Test
  void aHugeSumHasAFiniteMean() {
    Rational sum = Rational.powerOfTwo(1030);
    assertThat(exact(sum).toDouble()).isEqualTo(Double.POSITIVE_INFINITY);
    assertQuotient(sum, Rational.of(1024), 0x1p1020);
    assertRoot(sum, 0x1p515);
  }

  @Test
  void fractionsAreInLowestTermsAndEqualByValue() {
    ExactRational half = new ExactRational(BigInteger.valueOf(-21), BigInteger.valueOf(42));
    assertThat(half.numerator()).isEqualTo(-1);
    assertThat(half.denominator()).isEqualTo(2);
    assertThat(half).isEqualTo(ExactRational.of(3).divide(ExactRational.of(-6)));
    assertThat(half).hasSameHashCodeAs(ExactRational.of(-1).divide(ExactRational.of(2)));
    assertThat(half).isLessThan(ExactRational.of(0)).isGreaterThan(ExactRational.of(-1));
    assertThat(half.signum()).isEqualTo(-1);
    assertThat(half).hasToString("-1/2");
  }

  @Test
  void whatIsUndefinedIsRefused() {
    ExactRational one = ExactRational.of(1);
    assertThatThrownBy(() -> one.divide(ExactRational.of(0)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("Cannot divide 1/1 by zero");
    assertThatThrownBy(() -> ExactRational.of(-4).squareRootToDouble())
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("Cannot take the square root of the negative number -4/1");
    for (long denominator : new long[] {0, -2}) {
      assertThatThrownBy(() -> new ExactRational(BigInteger.ONE, BigInteger.valueOf(denominator)))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("denominator " + denominator);
    }
  }

  /** Even and odd significands at every exponent, with both ends of each binade. */
  private static List<Double> lowerNeighbours() {
    List<Double> values = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(SEED);
    for (long exponent = 0; exponent < 2047; exponent++) {
      long fraction = random.nextLong(2, (1L << 52) - 2);
      long[] fractions = {0, fraction, fraction ^ 1, (1L << 52) - 1};
      for (long bits : fractions) {
        values.add(Double.longBitsToDouble(exponent << 52 | bits));
      }
    }
    values.remove(Double.MAX_VALUE); // its upper neighbour is no number: theOverflowThreshold
    return values;
  }

  private static Rational midpointAbove(double lower) {
    return Rational.of(lower).add(Rational.of(Math.nextUp(lower))).multiply(HALF);
  }

  private static double evenOf(double lower) {
    return bits(lower) % 2 == 0 ? lower : Math.nextUp(lower);
  }

  private static void assertRounds(Rational value, double expected) {
    assertBits(exact(value).toDouble(), expected);
    assertBits(exact(value.negate()).toDouble(), value.signum() == 0 ? 0.0 : -expected);
  }

  private static void assertQuotient(Rational dividend, Rational divisor, double expected) {
    ExactRational quotient = exact(dividend).divide(exact(divisor));
    assertBits(quotient.toDouble(), expected);
    assertBits(exact(dividend).divide(exact(divisor.negate())).toDouble(), -expected);
  }

  private static void assertRoot(Rational square, double expected) {
    assertBits(exact(square).squareRootToDouble(), expected);
  }

  private static ExactRational exact(Rational value) {
    return new ExactRational(value.numerator(), value.denominator());
  }

  private static void assertBits(double actual, double expected) {
    if (bits(actual) != bits(expected)) {
      assertThat(Double.toHexString(actual)).isEqualTo(Double.toHexString(expected));
    }
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }
}

package org.exactloss.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.exactloss.oracle.Rational;
import org.junit.jupiter.api.Test;

/** Sums, differences and products of fractions, and their rounding to floats. */
class ExactRationalArithmeticTest {
  private static final long SEED = 20_251;

  /** Beside a tie of floats by less than any double could show. */
  private static final Rational LEAST = Rational.powerOfTwo(-2148);

  @Test
  void sumsDifferencesAndProductsAgreeWithTheOracle() {
    Random random = new Random(SEED);
    for (int i = 0; i < 4_000; i++) {
      Rational a = random(random);
      Rational b = random(random);
      assertSame(exact(a).plus(exact(b)), a.add(b));
      assertSame(exact(a).minus(exact(b)), a.add(b.negate()));
      assertSame(exact(a).times(exact(b)), a.multiply(b));
      assertThat(exact(a).minus(exact(a))).isEqualTo(ExactRational.of(0));
    }
  }

  @Test
  void doublesAreTakenExactly() {
    Random random = new Random(SEED);
    double[] limits = {0.0, -0.0, Double.MIN_VALUE, -Double.MAX_VALUE, 0x1p-1022, 0.1, -3.0};
    for (double value : limits) {
      assertSame(ExactRational.of(value), Rational.of(value));
    }
    for (int i = 0; i < 4_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertSame(ExactRational.of(value), Rational.of(value));
        assertThat(ExactRational.of(value).toDouble()).isEqualTo(value == 0 ? 0.0 : value);
      }
    }
    for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertThatThrownBy(() -> ExactRational.of(bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void decimalsAndScaledIntegersAreTakenExactly() {
    assertThat(ExactRational.of(new BigDecimal("1000000000000.4")))
        .isEqualTo(
            new ExactRational(BigInteger.valueOf(5_000_000_000_002L), BigInteger.valueOf(5)));
    assertThat(ExactRational.of(new BigDecimal("-3E+5"))).isEqualTo(ExactRational.of(-300_000));
    assertThat(ExactRational.ofScaled(BigInteger.valueOf(7), 3, -1))
        .isEqualTo(new ExactRational(BigInteger.valueOf(28), BigInteger.valueOf(5)));
    assertThat(ExactRational.ofScaled(BigInteger.valueOf(-6), -2, 2))
        .isEqualTo(ExactRational.of(-150));
  }

  @Test
  void floatsRoundTiesToEvenAndAnythingBesideToItsSide() {
    Random random = new Random(SEED);
    for (int exponent = 0; exponent < 255; exponent++) {
      int fraction = 2 + random.nextInt((1 << 23) - 4);
      for (int bits : new int[] {0, fraction, fraction ^ 1, (1 << 23) - 1}) {
        float lower = Float.intBitsToFloat(exponent << 23 | bits);
        if (lower < Float.MAX_VALUE) {
          assertTieAbove(lower);
        }
      }
    }
  }

  private static void assertTieAbove(float lower) {
    float upper = Math.nextUp(lower);
    float even = Float.floatToRawIntBits(lower) % 2 == 0 ? lower : upper;
    Rational tie = Rational.of(lower).add(Rational.of(upper)).divide(Rational.of(2));
    assertFloat(tie, even);
    assertFloat(tie.add(LEAST), upper);
    assertFloat(tie.add(LEAST.negate()), lower);
    assertFloat(Rational.of(lower), lower);
  }

  @Test
  void floatsOverflowAndUnderflowWhereTheyShould() {
    Rational threshold = Rational.powerOfTwo(128).add(Rational.powerOfTwo(103).negate());
    assertFloat(threshold, Float.POSITIVE_INFINITY);
    assertFloat(threshold.add(LEAST.negate()), Float.MAX_VALUE);
    assertFloat(Rational.powerOfTwo(4000), Float.POSITIVE_INFINITY);
    assertFloat(Rational.powerOfTwo(-150), 0f);
    assertFloat(Rational.powerOfTwo(-150).add(LEAST), Float.MIN_VALUE);
    assertFloat(Rational.powerOfTwo(-4000), 0f);
    assertThat(Float.floatToRawIntBits(ExactRational.of(0).toFloat())).isZero();
  }

  @Test
  void randomFractionsRoundToTheFloatOfTheOracle() {
    Random random = new Random(SEED);
    for (int i = 0; i < 4_000; i++) {
      Rational value = random(random);
      assertFloat(value, value.nearestFloat());
    }
  }

  private static Rational random(Random random) {
    BigInteger numerator = new BigInteger(1 + random.nextInt(400), random);
    BigInteger denominator = new BigInteger(1 + random.nextInt(400), random).add(BigInteger.ONE);
    return new Rational(random.nextBoolean() ? numerator : numerator.negate(), denominator);
  }

  private static ExactRational exact(Rational value) {
    return new ExactRational(value.numerator(), value.denominator());
  }

  private static void assertSame(ExactRational actual, Rational expected) {
    assertThat(new Rational(actual.numerator(), actual.denominator()))
        .as("seed %d", SEED)
        .isEqualByComparingTo(expected);
  }

  private static void assertFloat(Rational value, float expected) {
    assertThat(Float.floatToRawIntBits(exact(value).toFloat()))
        .as("%s, seed %d", value, SEED)
        .isEqualTo(Float.floatToRawIntBits(expected));
    assertThat(exact(value.negate()).toFloat()).isEqualTo(value.signum() == 0 ? 0f : -expected);
  }
}

package org.exactloss.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.exactloss.oracle.Rational;
import org.junit.jupiter.api.Test;

/** Numbers that no double holds, against fractions. */
class DyadicTest {
  private static final long SEED = 20_261;

  @Test
  void sumsDifferencesProductsAndComparisonsAreThoseOfFractions() {
    Random random = new Random(SEED);
    for (int i = 0; i < 3_000; i++) {
      Dyadic a = random(random);
      Dyadic b = random(random);
      assertSame(a.plus(b), value(a).add(value(b)));
      assertSame(a.minus(b), value(a).add(value(b).negate()));
      assertSame(a.times(b), value(a).multiply(value(b)));
      assertThat(Integer.signum(a.compareTo(b)))
          .as("%s, %s, seed %d", a, b, SEED)
          .isEqualTo(value(a).compareTo(value(b)));
    }
  }

  @Test
  void theFormOfANumberDoesNotCount() {
    Dyadic six = new Dyadic(BigInteger.valueOf(6), -3);
    Dyadic same = new Dyadic(BigInteger.valueOf(3), -2);
    assertThat(six).isEqualByComparingTo(same).isGreaterThan(Dyadic.ZERO).isLessThan(Dyadic.ONE);
    assertThat(new Dyadic(BigInteger.ZERO, 77)).isEqualByComparingTo(Dyadic.ZERO);
    assertThat(new Dyadic(BigInteger.valueOf(-1), 0)).isLessThan(Dyadic.ZERO);
  }

  @Test
  void magnitudesAreNotNegative() {
    for (long significand : new long[] {-7, 0, 7}) {
      Dyadic magnitude = new Dyadic(BigInteger.valueOf(significand), 5).abs();
      assertSame(magnitude, Rational.of(Math.abs(significand) * 32));
    }
  }

  @Test
  void doublesAreTakenExactly() {
    double[] values = {0.0, -0.0, 0.1, -3, Double.MIN_VALUE, -Double.MAX_VALUE, Double.MIN_NORMAL};
    for (double value : values) {
      assertSame(Dyadic.of(value), Rational.of(value));
    }
    assertThatThrownBy(() -> Dyadic.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addedToASumTheyCountOnce() {
    Random random = new Random(SEED);
    Superaccumulator sum = new Superaccumulator();
    Rational expected = Rational.ZERO;
    for (int i = 0; i < 20; i++) {
      Dyadic number = random(random);
      number.addTo(sum);
      expected = expected.add(value(number));
    }
    assertThat(Rational.ofParts(sum.significand(), sum.exponent(), 0))
        .as("seed %d", SEED)
        .isEqualByComparingTo(expected);
  }

  /** Up to 200 bits of either sign, some of them zero. */
  private static Dyadic random(Random random) {
    BigInteger significand = new BigInteger(random.nextInt(200), random);
    int exponent = random.nextInt(-1100, 1100);
    return new Dyadic(random.nextBoolean() ? significand : significand.negate(), exponent);
  }

  private static Rational value(Dyadic number) {
    return Rational.ofParts(number.significand(), number.exponent(), 0);
  }

  private static void assertSame(Dyadic actual, Rational expected) {
    assertThat(value(actual)).as("seed %d", SEED).isEqualByComparingTo(expected);
  }
}

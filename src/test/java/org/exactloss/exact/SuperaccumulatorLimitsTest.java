package org.exactloss.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.exactloss.oracle.Rational;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What fits into the accumulator, and what is refused. */
class SuperaccumulatorLimitsTest {
  private static final int LOWEST = -3232;
  private static final int LIMIT = 3488;

  @Test
  void theLowestBitIsKeptAndOneBelowIsRefused() {
    Superaccumulator sum = new Superaccumulator();
    sum.add(1, LOWEST);
    sum.add(-8, LOWEST - 2);
    assertValue(sum, BigInteger.valueOf(-1), LOWEST);
    for (BigInteger term : List.of(BigInteger.ONE, BigInteger.valueOf(-6), power(200).setBit(0))) {
      assertThatThrownBy(() -> sum.add(term, LOWEST - 2))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageStartingWith("Cannot add a term with bits from 2^-323")
          .hasMessageEndingWith("the accumulator holds 2^-3232 to 2^3487");
    }
    assertThatThrownBy(() -> sum.add(1, Integer.MIN_VALUE)).isInstanceOf(ArithmeticException.class);
    assertValue(sum, BigInteger.valueOf(-1), LOWEST);
    sum.add(power(4000), LOWEST - 4000);
    assertThat(sum.signum()).isZero();
  }

  @Test
  void theHighestBitIsKeptAndOneAboveIsRefused() {
    for (int shift = 0; shift < 63; shift++) {
      Superaccumulator sum = new Superaccumulator();
      sum.add(1L << shift, LIMIT - 1 - shift);
      assertValue(sum, BigInteger.ONE, LIMIT - 1);
      sum.add(-1L << shift, LIMIT - 1 - shift);
      assertThat(sum.signum()).isZero();
      int exponent = LIMIT - shift;
      long bit = 1L << shift;
      assertThatThrownBy(() -> sum.add(bit, exponent))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("2^3488");
    }
    Superaccumulator sum = new Superaccumulator();
    assertThatThrownBy(() -> sum.add(power(100), LIMIT - 100))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> sum.add(5, LIMIT - 2))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageStartingWith("Cannot add a term with bits from 2^3486 to 2^3488: ");
    assertThatThrownBy(() -> sum.add(1, Integer.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
    sum.add(0, Integer.MAX_VALUE);
    sum.add(BigInteger.ZERO, Integer.MIN_VALUE);
    assertThat(sum.signum()).isZero();
  }

  @Test
  void aSumThatIsTooLargeIsRefusedUntilCleared() {
    for (int sign : new int[] {1, -1}) {
      Superaccumulator sum = new Superaccumulator();
      sum.add(sign, LIMIT - 1);
      for (int power = LIMIT; power < LIMIT + 30; power++) {
        sum.add(sum);
        assertValue(sum, BigInteger.valueOf(sign), power);
      }
      Superaccumulator largest = new Superaccumulator();
      largest.add(sum);
      assertThatThrownBy(() -> sum.add(sum))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("2^3518");
      assertThatThrownBy(sum::signum).isInstanceOf(ArithmeticException.class);
      assertThatThrownBy(() -> sum.add(1, 0)).isInstanceOf(ArithmeticException.class);
      assertThatThrownBy(() -> sum.subtract(largest)).isInstanceOf(ArithmeticException.class);
      assertThatThrownBy(() -> largest.add(sum)).isInstanceOf(ArithmeticException.class);
      assertValue(largest, BigInteger.valueOf(sign), LIMIT + 29);
      Superaccumulator opposite = new Superaccumulator();
      opposite.subtract(largest);
      assertThatThrownBy(() -> opposite.subtract(largest))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("2^3518");
      sum.clear();
      assertThat(sum.signum()).isZero();
      sum.add(5, 0);
      assertValue(sum, BigInteger.valueOf(5), 0);
    }
  }

  /** The capacity that the design asks for: 2^63 of the largest terms with 114 decimals. */
  @Test
  void twoToThe63OfTheLargestTermsFit() {
    BigInteger unit = BigInteger.TEN.pow(114);
    Superaccumulator sum = new Superaccumulator();
    sum.add(unit, 3074);
    for (int i = 0; i < 63; i++) {
      sum.add(sum);
    }
    assertValue(sum, unit, 3074 + 63);
  }

  @Test
  @Tag("slow")
  void theMostDepositsBetweenNormalisationsAreExactAndOneMore() {
    for (long term : new long[] {-1L, Long.MAX_VALUE}) {
      Superaccumulator sum = new Superaccumulator();
      int count = Superaccumulator.MAX_DEPOSITS + 3;
      for (int i = 0; i < count; i++) {
        sum.add(term, 0);
      }
      assertValue(sum, BigInteger.valueOf(term).multiply(BigInteger.valueOf(count)), 0);
    }
  }

  @Test
  @Tag("slow")
  void anOverflowIsFoundAfterTheMostDepositsToo() {
    Superaccumulator sum = new Superaccumulator();
    BigInteger digit = power(32).subtract(BigInteger.ONE);
    sum.add(digit, LIMIT - 32);
    for (int i = 0; i < 30; i++) {
      sum.add(sum);
    }
    assertValue(sum, digit, LIMIT - 2);
    for (int i = 0; i < Superaccumulator.MAX_DEPOSITS; i++) {
      sum.add(Long.MAX_VALUE, LIMIT - 65); // nearly 2^30 units of the top limb
    }
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> sum.add(1, 0))
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("2^3518");
    }
  }

  /** The bound of the class comment: with all digits at their largest no limb passes 2^63 − 1. */
  @Test
  void theDepositCountIsTheLargestThatIsSafeForTheTopLimb() {
    BigInteger deposits = BigInteger.valueOf(Superaccumulator.MAX_DEPOSITS);
    BigInteger digit = power(32).subtract(BigInteger.ONE);
    BigInteger carry = power(31);
    BigInteger top = power(62).subtract(BigInteger.ONE);
    BigInteger worst = top.add(deposits.multiply(digit)).add(carry);
    assertThat(worst.bitLength()).isLessThanOrEqualTo(63);
    BigInteger twice = top.add(deposits.add(BigInteger.TWO).multiply(digit)).add(carry);
    assertThat(twice.bitLength()).as("two more").isGreaterThan(63);
  }

  private static Rational value(Superaccumulator sum) {
    return Rational.ofParts(sum.significand(), sum.exponent(), 0);
  }

  private static void assertValue(Superaccumulator sum, BigInteger significand, int exponent) {
    assertThat(value(sum)).isEqualByComparingTo(Rational.ofParts(significand, exponent, 0));
  }

  private static BigInteger power(int exponent) {
    return BigInteger.ONE.shiftLeft(exponent);
  }
}

package org.exactloss.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.exactloss.oracle.Rational;
import org.junit.jupiter.api.Test;

class ExactSumTest {

  @Test
  void unitsOfAScaleAreDecimals() {
    ExactSum sum = units(764204220, 4);
    assertParts(sum, 38210211, -2, -3);
    assertThat(sum.value().toDouble()).isEqualTo(76420.422);
    assertParts(units(7, -3), 7, 3, 3);
    assertParts(units(0, 9), 0, 0, 0);
    assertParts(units(-5, 0), -1, 0, 1);
  }

  @Test
  void scalesMix() {
    ExactSum sum = units(1, 1);
    sum.add(units(2, 1));
    assertThat(sum)
        .isEqualTo(units(3, 1))
        .isEqualTo(units(300, 3))
        .hasSameHashCodeAs(units(300, 3));
    sum.subtract(units(30, 2));
    assertParts(sum, 0, 0, 0);
    sum.add(units(1, 38));
    sum.add(ExactSum.of(1));
    assertThat(sum.value())
        .isEqualTo(
            new ExactRational(BigInteger.TEN.pow(38).add(BigInteger.ONE), BigInteger.TEN.pow(38)));
  }

  @Test
  void theAccumulatorIsCopied() {
    Superaccumulator units = new Superaccumulator();
    units.add(3, 0);
    ExactSum sum = ExactSum.ofUnits(units, 0);
    ExactSum copy = sum.copy();
    units.add(1, 0);
    sum.add(sum);
    assertThat(sum).isEqualTo(ExactSum.of(6));
    assertThat(copy).isEqualTo(ExactSum.of(3)).isNotEqualTo(sum).isNotEqualTo("3");
  }

  @Test
  void subtractingItselfLeavesZero() {
    ExactSum sum = units(12345, 7);
    sum.subtract(sum);
    assertThat(sum).isEqualTo(new ExactSum());
    assertThat(sum.signum()).isZero();
    assertThat(sum.value()).isEqualTo(ExactRational.of(0));
  }

  @Test
  void highPowersOfFiveAreDroppedAndKept() {
    for (int power = 0; power < 300; power++) {
      ExactSum sum =
          ExactSum.of(BigInteger.valueOf(5).pow(power).multiply(BigInteger.valueOf(-12)), 0, -100);
      assertParts(sum, -3, 2, power - 100);
    }
  }

  @Test
  void theTextShowsTheParts() {
    assertThat(units(3, 2)).hasToString("3·2^-2·5^-2");
  }

  @Property(tries = 500)
  void sumsOfDecimalsAreThoseOfBigDecimal(@ForAll("decimals") List<BigDecimal> values) {
    ExactSum sum = new ExactSum();
    BigDecimal expected = BigDecimal.ZERO;
    for (BigDecimal value : values) {
      sum.add(of(value));
      expected = expected.add(value);
    }
    assertThat(Rational.ofParts(sum.significand(), sum.twos(), sum.fives()))
        .isEqualByComparingTo(Rational.of(expected));
    assertThat(sum).isEqualTo(of(expected)).hasSameHashCodeAs(of(expected));
    assertThat(sum.signum()).isEqualTo(expected.signum());
    assertThat(new Rational(sum.value().numerator(), sum.value().denominator()))
        .isEqualByComparingTo(Rational.of(expected));
    for (BigDecimal value : values) {
      sum.subtract(of(value));
    }
    assertThat(sum).isEqualTo(new ExactSum());
  }

  @Property(tries = 200)
  void theWrittenFormIsPrimeToTen(@ForAll("decimals") List<BigDecimal> values) {
    ExactSum sum = new ExactSum();
    values.forEach(value -> sum.add(of(value)));
    boolean canonical =
        sum.signum() == 0
            ? sum.twos() == 0 && sum.fives() == 0
            : sum.significand().gcd(BigInteger.TEN).equals(BigInteger.ONE);
    assertThat(canonical).as(sum.toString()).isTrue();
  }

  @Provide
  Arbitrary<List<BigDecimal>> decimals() {
    Arbitrary<BigDecimal> wide =
        Arbitraries.bigDecimals()
            .between(new BigDecimal("-1E38"), new BigDecimal("1E38"))
            .ofScale(38);
    Arbitrary<BigDecimal> narrow =
        Arbitraries.longs()
            .flatMap(
                n -> Arbitraries.integers().between(-5, 40).map(s -> BigDecimal.valueOf(n, s)));
    return Arbitraries.oneOf(wide, narrow).list().ofMaxSize(12);
  }

  private static ExactSum of(BigDecimal value) {
    Superaccumulator units = new Superaccumulator();
    units.add(value.unscaledValue(), 0);
    return ExactSum.ofUnits(units, value.scale());
  }

  private static ExactSum units(long units, int scale) {
    return of(BigDecimal.valueOf(units, scale));
  }

  private static void assertParts(ExactSum sum, long significand, int twos, int fives) {
    assertThat(sum.significand()).isEqualTo(significand);
    assertThat(sum.twos()).isEqualTo(twos);
    assertThat(sum.fives()).isEqualTo(fives);
  }
}

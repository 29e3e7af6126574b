package org.exactloss.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortestDecimalTest {
  @ParameterizedTest
  @CsvSource({
    "76420.422, 76420.422",
    "2.931917206982544, 2.931917206982544",
    "26065, 26065.0",
    "1237466.8404, 1237466.8404",
    "-0.5, -0.5",
    "0.0, 0.0",
    "-0.0, -0.0",
    "1e-4, 0.0001",
    "9.999e-5, 9.999E-5",
    "123456789012345.6, 123456789012345.6",
    "9007199254740993, 9007199254740992.0",
    "1e15, 1000000000000000.0",
    "1e16, 1.0E16",
    "-1.25e-300, -1.25E-300",
    "4.9e-324, 5.0E-324",
    "2.2250738585072014E-308, 2.2250738585072014E-308",
    "1.7976931348623157e308, 1.7976931348623157E308",
    "NaN, NaN",
    "-Infinity, -Infinity"
  })
  void writesTheNotationOfTheInterface(double value, String expected) {
    assertThat(ShortestDecimal.of(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"2.0E-3, 0.002", "2E23, 2.0E23", "8.41E21, 8.41E21", "5.0E-324, 5.0E-324"})
  void needsNoMoreDigitsThanTheTextItCameFrom(double value, String expected) {
    assertThat(ShortestDecimal.of(value)).isEqualTo(expected);
  }

  /** Beside a power of two the doubles below are twice as near as those above. */
  @Test
  void readsBackAtEveryPowerOfTwo() {
    for (int exponent = Double.MIN_EXPONENT - 52; exponent <= Double.MAX_EXPONENT; exponent++) {
      assertReadsBack(Math.scalb(1.0, exponent), "power of two " + exponent);
    }
  }

  @Test
  void readsBackWithTheFewestDigits() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertReadsBack(value, "seed " + seed + ", draw " + i);
      }
    }
  }

  private static void assertReadsBack(double value, String where) {
    String text = ShortestDecimal.of(value);
    assertThat(Double.doubleToRawLongBits(Double.parseDouble(text)))
        .as("%s: %s", where, text)
        .isEqualTo(Double.doubleToRawLongBits(value));
    int digits = new BigDecimal(text).stripTrailingZeros().precision();
    for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
      if (digits > 1) {
        BigDecimal fewer = new BigDecimal(value).round(new MathContext(digits - 1, mode));
        assertThat(Double.parseDouble(fewer.toString()))
            .as("%s: %s against %s", where, text, fewer)
            .isNotEqualTo(value);
      }
    }
  }
}

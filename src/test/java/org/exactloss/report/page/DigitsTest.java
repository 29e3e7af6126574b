package org.exactloss.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0",
        "-0.0|0",
        "1|1.000",
        "-1.23456|−1.235",
        "9.99996|10.00",
        "76420.422|76,420",
        "1234567|1,235,000",
        "9999999|1.000 × 10⁷",
        "0.00012345|0.0001234",
        "0.000012345|1.234 × 10⁻⁵",
        "1.7976931348623157E308|1.798 × 10³⁰⁸",
        "4.9E-324|4.941 × 10⁻³²⁴",
        "NaN|NaN",
        "-Infinity|−∞"
      })
  void fourDigits(double value, String shown) {
    assertThat(Digits.brief(value)).isEqualTo(shown);
  }

  @Test
  void partsOfOne() {
    assertThat(Digits.percent(0.12345)).isEqualTo("12.3 %");
    assertThat(Digits.percent(1)).isEqualTo("100 %");
    assertThat(Digits.percent(1 / 26115.0)).isEqualTo("0.00383 %");
  }

  @Test
  void anAxisHasRoundNumbersInsideOfIt() {
    Axis axis = new Axis(-0.3, 1.7);
    assertThat(axis.ticks(4))
        .extracting(Axis.Tick::label)
        .containsExactly("0.0", "0.5", "1.0", "1.5");
    assertThat(axis.ticks(4).get(0).place())
        .isEqualTo(15, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(new Axis(9_990_000, 10_010_000).ticks(2))
        .extracting(Axis.Tick::label)
        .containsExactly("9,990,000", "10,010,000");
    assertThat(new Axis(0, 2e7).ticks(2))
        .extracting(Axis.Tick::label)
        .containsExactly("0", "1×10⁷", "2×10⁷");
  }

  @Test
  void anAxisHoldsTheLargestAndTheSmallestNumbers() {
    Axis whole = new Axis(-Double.MAX_VALUE, Double.MAX_VALUE);
    assertThat(whole.at(0)).isEqualTo(50);
    assertThat(whole.ticks(4)).hasSize(2);
    Axis tiny = new Axis(0, Double.MIN_VALUE);
    assertThat(tiny.at(Double.MIN_VALUE)).isEqualTo(100);
    assertThat(tiny.at(0)).isZero();
  }
}

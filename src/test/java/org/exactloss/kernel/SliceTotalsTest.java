package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Stream;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.oracle.Rational;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The second level at its capacity. */
class SliceTotalsTest {

  static Stream<SliceWindow> windows() {
    return Stream.of(SliceFormat.values())
        .flatMap(
            format ->
                Stream.of(format.minScale(), SliceFormat.MAX_SCALE)
                    .map(scale -> new SliceWindow(format, scale)));
  }

  /**
   * All lanes hold the largest odd sum, 2^53 − 1 units, at each of as many spills as are allowed.
   */
  @ParameterizedTest
  @MethodSource("windows")
  void aFullSecondLevelIsExact(SliceWindow window) {
    SliceTotals totals = new SliceTotals(window, SliceTotals.MAX_LANES);
    while (!totals.isFull()) {
      fill(totals, window);
      totals.spill();
    }
    Superaccumulator sum = new Superaccumulator();
    totals.depositTo(sum);
    assertThat(KernelsUnderTest.value(sum))
        .as(window.toString())
        .isEqualByComparingTo(expected(window));
    assertThat(totals.isFull()).isFalse();
  }

  @Test
  void aSpillIntoAFullSecondLevelIsRefused() {
    SliceTotals totals = new SliceTotals(new SliceWindow(SliceFormat.THREE, 0), 2);
    while (!totals.isFull()) {
      totals.spill();
    }
    assertThatThrownBy(totals::spill)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Cannot spill");
  }

  @Test
  void moreLanesThanTheBoundAreRefused() {
    SliceWindow window = new SliceWindow(SliceFormat.THREE, 0);
    assertThatThrownBy(() -> new SliceTotals(window, SliceTotals.MAX_LANES + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("257 lanes");
  }

  private static void fill(SliceTotals totals, SliceWindow window) {
    int product = 0;
    for (int i = 1; i <= window.format().slices(); i++) {
      for (int j = i; j <= window.format().slices(); j++) {
        Arrays.fill(totals.sums[product++], Math.scalb(0x1p53 - 1, unit(window, i, j)));
      }
    }
  }

  private static Rational expected(SliceWindow window) {
    BigInteger units =
        BigInteger.TWO
            .pow(53)
            .subtract(BigInteger.ONE)
            .multiply(BigInteger.valueOf((long) SliceTotals.MAX_LANES * SliceTotals.MAX_SPILLS));
    Rational sum = Rational.ZERO;
    for (int i = 1; i <= window.format().slices(); i++) {
      for (int j = 1; j <= window.format().slices(); j++) {
        sum = sum.add(Rational.ofParts(units, unit(window, i, j), 0));
      }
    }
    return sum;
  }

  private static int unit(SliceWindow window, int i, int j) {
    return window.unitExponent(i) + window.unitExponent(j);
  }
}

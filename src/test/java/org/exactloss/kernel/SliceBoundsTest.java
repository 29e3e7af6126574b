package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.oracle.Rational;
import org.exactloss.oracle.RationalOracle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The claims of the proof at their edges: window, slices, number of terms, scale. */
@Tag("kernel")
class SliceBoundsTest {
  private static final long SEED = 7;

  private record Row(double prediction, double target) {}

  static Stream<SliceWindow> windows() {
    return Stream.of(SliceFormat.values())
        .flatMap(
            format ->
                Stream.of(format.minScale(), format.minScale() + 1, -300, -19, 0, 200, 471, 472)
                    .map(scale -> new SliceWindow(format, scale)));
  }

  @ParameterizedTest
  @EnumSource(SliceFormat.class)
  void aScaleBeyondTheRangeIsRefused(SliceFormat format) {
    for (int scale : new int[] {format.minScale() - 1, SliceFormat.MAX_SCALE + 1}) {
      assertThatThrownBy(() -> new SliceWindow(format, scale))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Cannot slice with scale " + scale);
    }
  }

  @Test
  void windowsAreEqualByFormatAndScale() {
    SliceWindow window = new SliceWindow(SliceFormat.THREE, 5);
    assertThat(window)
        .isEqualTo(new SliceWindow(SliceFormat.THREE, 5))
        .hasSameHashCodeAs(new SliceWindow(SliceFormat.THREE, 5))
        .hasToString("k = 3, scale 5")
        .isNotEqualTo(new SliceWindow(SliceFormat.THREE, 6))
        .isNotEqualTo(new SliceWindow(SliceFormat.FOUR, 5))
        .isNotEqualTo("k = 3, scale 5");
  }

  /** 11, 12, 22 of two slices, three more of three, and four more of four. */
  @Test
  void productsAreCountedOnce() {
    assertThat(SliceFormat.TWO.products()).isEqualTo(3);
    assertThat(SliceFormat.THREE.products()).isEqualTo(6);
    assertThat(SliceFormat.FOUR.products()).isEqualTo(10);
  }

  /** Below the range the unit of the smallest product is no double; at its end it is the least. */
  @ParameterizedTest
  @EnumSource(SliceFormat.class)
  void theLowestScaleIsTheLowestThatIsExact(SliceFormat format) {
    double grid = Math.scalb(1.0, new SliceWindow(format, format.minScale()).grid());
    assertThat(grid * grid).isGreaterThanOrEqualTo(Double.MIN_VALUE);
    double finer = Math.scalb(1.0, new SliceWindow(format, format.minScale()).grid() - 1);
    assertThat(finer * finer).isZero();
  }

  /** At the highest scale the largest constant is finite, one above it is not. */
  @Test
  void theHighestScaleIsTheHighestThatIsFinite() {
    assertThat(Math.scalb(1.5, 78 + 2 * SliceFormat.MAX_SCALE)).isFinite();
    assertThat(Math.scalb(1.5, 78 + 2 * (SliceFormat.MAX_SCALE + 1))).isInfinite();
  }

  /** A row is taken exactly if it fits, and then its square is exact, in every kernel. */
  @ParameterizedTest
  @MethodSource("windows")
  void rowsAtTheEdgesOfTheWindow(SliceWindow window) {
    for (Row row : edgeRows(window)) {
      boolean fits = fits(window, row);
      String what = row + " in " + window + ", seed " + SEED;
      assertThat(window.accepts(row.prediction(), row.target())).as(what).isEqualTo(fits);
      KernelsUnderTest.sliced()
          .forEach((name, supplier) -> checkRow(name, supplier.get(), window, row, fits));
    }
  }

  private static void checkRow(
      String name, SlicedSquaredErrorKernel kernel, SliceWindow window, Row row, boolean fits) {
    int lanes = kernel.lanes();
    SliceTotals totals = new SliceTotals(window, lanes);
    kernel.use(window);
    for (int position : new int[] {0, lanes - 1}) {
      double[] prediction = new double[lanes];
      double[] target = new double[lanes];
      prediction[position] = row.prediction();
      target[position] = row.target();
      String what = name + ": " + row + " in " + window + " at " + position;
      assertThat(kernel.accumulate(prediction, target, 0, lanes, totals.sums))
          .as(what)
          .isEqualTo(fits ? lanes : 0);
      Superaccumulator sum = deposit(totals);
      Rational expected =
          fits
              ? new RationalOracle().add(row.prediction(), row.target()).squaredError()
              : Rational.ZERO;
      assertThat(KernelsUnderTest.value(sum)).as(what).isEqualByComparingTo(expected);
    }
  }

  /** |fl(p − t)| ≤ B, and the exact p − t is a multiple of G. */
  private static boolean fits(SliceWindow window, Row row) {
    double d = row.prediction() - row.target();
    if (!(Math.abs(d) <= window.bound())) {
      return false;
    }
    Rational difference = Rational.of(row.prediction()).add(Rational.of(row.target()).negate());
    Rational units = difference.multiply(Rational.powerOfTwo(-window.grid()));
    return units.numerator().mod(units.denominator()).signum() == 0;
  }

  private static List<Row> edgeRows(SliceWindow window) {
    double bound = window.bound();
    double grid = Math.scalb(1.0, window.grid());
    List<Row> rows = new ArrayList<>();
    double[] edges = {0, -0.0, bound, bound / 2, grid, grid / 2, grid * 3 / 2, Double.MIN_VALUE};
    for (double a : edges) {
      for (double b : edges) {
        for (double c : new double[] {a, Math.nextUp(a), Math.nextDown(a)}) {
          rows.add(new Row(c, b));
          rows.add(new Row(c, -b));
        }
      }
    }
    double[] outside = {
      Double.MAX_VALUE, 1e200, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN
    };
    for (double value : outside) {
      rows.add(new Row(value, grid));
      rows.add(new Row(-bound, value));
      rows.add(new Row(value, -value));
    }
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 400; i++) {
      rows.add(new Row(nearGrid(window, random), nearGrid(window, random)));
    }
    return rows;
  }

  /**
   * A number of few bits somewhere between a little below the grid and a little above the bound.
   */
  private static double nearGrid(SliceWindow window, SplittableRandom random) {
    int exponent = random.nextInt(window.grid() - 2, window.top() + 2);
    double high = random.nextInt(-7, 8);
    int lower = Math.max(window.grid() - 1, exponent - random.nextInt(1, 52));
    return Math.scalb(high / 4, exponent) + Math.scalb((double) random.nextInt(-3, 4), lower);
  }

  @ParameterizedTest
  @EnumSource(SliceFormat.class)
  void maximalSlicesStayExactForAllTerms(SliceFormat format) {
    SliceWindow window = new SliceWindow(format, 0);
    for (Row row : largestSlices(window)) {
      for (String name : KernelsUnderTest.sliced().keySet()) {
        String what = SliceFormat.MAX_TERMS + " times " + row + " in " + window + " by " + name;
        assertThat(fits(window, row)).as(what).isTrue();
        assertThat(isExact(name, window, row, SliceFormat.MAX_TERMS)).as(what).isTrue();
      }
    }
  }

  /** Rows whose slices are as large as the proof allows, each alone and together. */
  private static List<Row> largestSlices(SliceWindow window) {
    int bits = window.format().bits();
    double grid = Math.scalb(1.0, window.grid());
    double half = Math.scalb(grid, bits - 1); // half a unit of the slice before the last
    double first = window.bound() / 2;
    double ulp = Math.ulp(first);
    // Two slices have no room for bits below those of the difference.
    double error = window.format() == SliceFormat.TWO ? 0 : ulp / 2;
    double all = 0;
    for (int slice = 1; slice <= window.format().slices(); slice++) {
      all += Math.scalb(1.0, window.unitExponent(slice) + bits - 1) - (slice == 1 ? first : 0);
    }
    return List.of(
        new Row(window.bound(), 0),
        new Row(first + Math.max(half, ulp), -error),
        new Row(first + Math.max(half, ulp), half),
        new Row(all, error),
        new Row(half - grid, 0),
        new Row(half, -half / 2));
  }

  /**
   * The last slice is odd and as large as can be: one term more than 2^53 allows and a bit is lost.
   */
  @ParameterizedTest
  @EnumSource(SliceFormat.class)
  void moreTermsThanTheBoundBreakTheSum(SliceFormat format) {
    SliceWindow window = new SliceWindow(format, 0);
    long slice = (1L << (format.bits() - 1)) - 1;
    int limit = BigInteger.TWO.pow(53).divide(BigInteger.valueOf(slice).pow(2)).intValueExact();
    Row row = new Row(Math.scalb((double) slice, window.grid()), 0);
    assertThat(limit).isGreaterThanOrEqualTo(SliceFormat.MAX_TERMS);
    for (String name : KernelsUnderTest.sliced().keySet()) {
      assertThat(isExact(name, window, row, limit)).as("%s, %s terms", name, limit).isTrue();
      boolean broken = false;
      for (int more = 1; more <= 8; more++) {
        broken |= !isExact(name, window, row, limit + more);
      }
      assertThat(broken).as("%s, more than %s terms", name, limit).isTrue();
    }
  }

  /** Whether adding a row to each lane that many times, without a spill, gives the exact sum. */
  private static boolean isExact(String name, SliceWindow window, Row row, int terms) {
    SlicedSquaredErrorKernel kernel = KernelsUnderTest.sliced().get(name).get();
    int lanes = kernel.lanes();
    SliceTotals totals = new SliceTotals(window, lanes);
    kernel.use(window);
    double[] prediction = new double[lanes];
    double[] target = new double[lanes];
    Arrays.fill(prediction, row.prediction());
    Arrays.fill(target, row.target());
    for (int i = 0; i < terms; i++) {
      assertThat(kernel.accumulate(prediction, target, 0, lanes, totals.sums)).isEqualTo(lanes);
    }
    Rational square = new RationalOracle().add(row.prediction(), row.target()).squaredError();
    Rational expected = square.multiply(Rational.of((long) terms * lanes));
    return KernelsUnderTest.value(deposit(totals)).compareTo(expected) == 0;
  }

  private static Superaccumulator deposit(SliceTotals totals) {
    Superaccumulator sum = new Superaccumulator();
    totals.spill();
    totals.depositTo(sum);
    return sum;
  }
}

package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.oracle.Rational;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The claims of the proof for weights at their edges: window, pieces, number of terms, grids. */
@Tag("kernel")
class WeightedBoundsTest {
  private static final long SEED = 20260707;

  private record Row(double prediction, double target, double weight) {}

  /** Windows at the ends of the grids and in between. */
  static Stream<WeightedWindow> windows() {
    List<WeightedWindow> windows = new ArrayList<>();
    for (WeightedFormat format : WeightedFormat.values()) {
      int[] grids = {
        WeightedFormat.minGrid(), WeightedFormat.minGrid() + 1, -60, 0, format.maxGrid()
      };
      for (int grid : grids) {
        Set<Integer> weightGrids = new LinkedHashSet<>();
        weightGrids.add(WeightedFormat.minWeightGrid(grid));
        weightGrids.add(clamp(-60, format, grid));
        weightGrids.add(format.maxWeightGrid(grid));
        weightGrids.forEach(weight -> windows.add(new WeightedWindow(format, grid, weight)));
      }
    }
    return windows.stream();
  }

  private static int clamp(int weightGrid, WeightedFormat format, int grid) {
    int atLeast = Math.max(WeightedFormat.minWeightGrid(grid), weightGrid);
    return Math.min(format.maxWeightGrid(grid), atLeast);
  }

  @ParameterizedTest
  @EnumSource(WeightedFormat.class)
  void gridsBeyondTheRangeAreRefused(WeightedFormat format) {
    for (int grid : new int[] {WeightedFormat.minGrid() - 1, format.maxGrid() + 1}) {
      assertThatThrownBy(() -> new WeightedWindow(format, grid, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Cannot cut rows on grid 2^" + grid);
    }
    for (int grid : new int[] {WeightedFormat.minGrid(), 0, format.maxGrid()}) {
      int low = WeightedFormat.minWeightGrid(grid) - 1;
      int high = format.maxWeightGrid(grid) + 1;
      for (int weightGrid : new int[] {low, high}) {
        assertThatThrownBy(() -> new WeightedWindow(format, grid, weightGrid))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("Cannot cut rows on weight grid 2^" + weightGrid);
      }
    }
  }

  /** Claim 10 holds for the grids at the ends, and for none beyond them. */
  @ParameterizedTest
  @EnumSource(WeightedFormat.class)
  void theGridsReachAsFarAsTheDoublesDo(WeightedFormat format) {
    int most = format.maxGrid();
    assertThat(isFinite(2 * most + format.pieceUnit(1))).isTrue();
    assertThat(isFinite(2 * (most + 1) + format.pieceUnit(1))).isFalse();
    int least = WeightedFormat.minGrid();
    assertThat(Math.scalb(1.0, 2 * least)).isPositive();
    assertThat(Math.scalb(1.0, 2 * (least - 1))).isZero();
    for (int grid : new int[] {least, -60, 0, most}) {
      int product = 2 * grid + format.pieceUnit(1) + WeightedFormat.PRODUCT_BITS;
      int mostWeight = format.maxWeightGrid(grid);
      assertThat(areFinite(product, mostWeight)).isTrue();
      assertThat(areFinite(product, mostWeight + 1)).isFalse();
      int leastWeight = WeightedFormat.minWeightGrid(grid);
      assertThat(arePositive(2 * grid, leastWeight)).isTrue();
      assertThat(arePositive(2 * grid, leastWeight - 1)).isFalse();
    }
  }

  private static boolean areFinite(int product, int weightGrid) {
    return isFinite(product + weightGrid) && isFinite(weightGrid + WeightedFormat.WEIGHT_LOW_BITS);
  }

  /** Whether the greatest double of the binade is finite whose unit in the last place is 2^unit. */
  private static boolean isFinite(int unit) {
    return Double.isFinite(Math.scalb(Math.nextDown(2.0), 52 + unit));
  }

  private static boolean arePositive(int squaredGrid, int weightGrid) {
    return Math.scalb(1.0, weightGrid) > 0 && Math.scalb(1.0, squaredGrid + weightGrid) > 0;
  }

  /** At both ends of the range the extreme units and constants are doubles. */
  @ParameterizedTest
  @MethodSource("windows")
  void allUnitsAreDoubles(WeightedWindow window) {
    int last = window.format().pieces();
    assertThat(Math.scalb(1.0, window.lowProductUnit(last))).isPositive();
    assertThat(Math.scalb(1.0, 2 * window.grid())).isPositive();
    assertThat(Math.scalb(1.0, window.weightGrid())).isPositive();
    double[] constants = {
      window.highProductMagic(1), window.pieceMagic(1), window.highWeightMagic(), window.highMagic()
    };
    for (double constant : constants) {
      // The whole binade is finite, so that nothing overflows beside the constant.
      assertThat(constant / 1.5 * Math.nextDown(2.0)).as("%s", window).isFinite();
    }
  }

  /** A row is taken exactly if it fits, and then its term is exact, in every loop. */
  @ParameterizedTest
  @MethodSource("windows")
  void rowsAtTheEdgesOfTheWindow(WeightedWindow window) {
    for (Row row : edgeRows(window)) {
      boolean fits = fits(window, row);
      String what = row + " in " + window + ", seed " + SEED;
      assertThat(window.accepts(row.prediction(), row.target(), row.weight()))
          .as(what)
          .isEqualTo(fits);
      Expected expected = Expected.of(row, fits);
      KernelsUnderTest.weightedLoops()
          .forEach((name, loop) -> checkRow(name + ": " + what, loop.get(), window, row, expected));
    }
  }

  private record Expected(boolean fits, Rational squaredError, Rational weight) {

    static Expected of(Row row, boolean fits) {
      if (!fits) {
        return new Expected(false, Rational.ZERO, Rational.ZERO);
      }
      Rational difference = Rational.of(row.prediction()).add(Rational.of(row.target()).negate());
      Rational weight = Rational.of(row.weight());
      return new Expected(true, weight.multiply(difference).multiply(difference), weight);
    }
  }

  private static void checkRow(
      String what, WeightedLoop loop, WeightedWindow window, Row row, Expected expected) {
    int group = loop.lanes();
    WeightedTotals totals = new WeightedTotals(window, group);
    loop.use(window);
    for (int position : new int[] {0, group - 1}) {
      double[] prediction = new double[group];
      double[] target = new double[group];
      double[] weight = new double[group];
      prediction[position] = row.prediction();
      target[position] = row.target();
      weight[position] = row.weight();
      assertThat(loop.accumulate(prediction, target, weight, 0, group, totals.sums))
          .as("%s at %s", what, position)
          .isEqualTo(expected.fits() ? group : 0);
      totals.added(expected.fits() ? 1 : 0);
      checkSums(what, totals, expected.squaredError(), expected.weight());
    }
  }

  private static void checkSums(
      String what, WeightedTotals totals, Rational squaredError, Rational weight) {
    Superaccumulator errors = new Superaccumulator();
    Superaccumulator weights = new Superaccumulator();
    totals.depositTo(errors, weights);
    assertThat(KernelsUnderTest.value(errors)).as(what).isEqualByComparingTo(squaredError);
    assertThat(KernelsUnderTest.value(weights)).as(what).isEqualByComparingTo(weight);
  }

  /** |fl(p − t)| and |w| are within their bounds, p − t and w multiples of their grids. */
  private static boolean fits(WeightedWindow window, Row row) {
    double d = row.prediction() - row.target();
    if (!(Math.abs(d) <= window.bound()) || !(Math.abs(row.weight()) <= window.weightBound())) {
      return false;
    }
    Rational difference = Rational.of(row.prediction()).add(Rational.of(row.target()).negate());
    return isMultiple(difference, window.grid())
        && isMultiple(Rational.of(row.weight()), window.weightGrid());
  }

  private static boolean isMultiple(Rational value, int exponent) {
    Rational units = value.multiply(Rational.powerOfTwo(-exponent));
    return units.numerator().mod(units.denominator()).signum() == 0;
  }

  private static List<Row> edgeRows(WeightedWindow window) {
    double bound = window.bound();
    double grid = Math.scalb(1.0, window.grid());
    double most = window.weightBound();
    double least = Math.scalb(1.0, window.weightGrid());
    double middle = Math.scalb(1.0, (window.weightGrid() + window.weightTop()) / 2);
    List<Row> rows = new ArrayList<>();
    double[] edges = {0, -0.0, bound, bound / 2, grid, grid / 2, grid * 3 / 2, Double.MIN_VALUE};
    for (double a : edges) {
      for (double b : edges) {
        rows.add(new Row(a, b, middle));
        rows.add(new Row(Math.nextUp(a), -b, -most));
        rows.add(new Row(Math.nextDown(a), b, least));
      }
    }
    double[] weights = {
      0,
      -0.0,
      most,
      least,
      least / 2,
      least * 3 / 2,
      -least,
      Math.nextUp(most),
      -Math.nextDown(most),
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      most + least
    };
    for (double weight : weights) {
      rows.add(new Row(bound, grid, weight));
      rows.add(new Row(bound - Math.ulp(bound / 2), Math.ulp(bound) / 8, weight));
    }
    for (double value : new double[] {Double.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY}) {
      rows.add(new Row(value, grid, middle));
      rows.add(new Row(-bound, value, middle));
    }
    rows.addAll(randomRows(window));
    return rows;
  }

  /** Rows of full precision, and of few bits from a little below the grid to above the bound. */
  private static List<Row> randomRows(WeightedWindow window) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      double weight = fewBits(window.weightGrid(), window.weightTop(), random);
      rows.add(
          new Row(
              fewBits(window.grid(), window.top(), random),
              fewBits(window.grid(), window.top(), random),
              weight));
      double p = Math.scalb(random.nextDouble(-1, 1), window.top() - random.nextInt(9));
      double t = Math.scalb(random.nextDouble(-1, 1), window.top() - random.nextInt(9));
      double w = Math.scalb(1 + random.nextDouble(), window.weightTop() - random.nextInt(1, 9));
      rows.add(new Row(p, t, w));
    }
    return rows;
  }

  /** A number of few bits, from a little below a grid to above a bound. */
  static double fewBits(int grid, int top, SplittableRandom random) {
    int exponent = random.nextInt(grid - 2, top + 2);
    double high = random.nextInt(-7, 8);
    int lower = Math.max(grid - 1, exponent - random.nextInt(1, 52));
    double value = Math.scalb(high / 4, exponent) + Math.scalb(random.nextInt(-3, 4), lower);
    return Double.isFinite(value) ? value : high;
  }

  /** Sums of the largest parts are exact for as many terms as are allowed. */
  @ParameterizedTest
  @EnumSource(WeightedFormat.class)
  void theLargestPartsStayExactForAllTerms(WeightedFormat format) {
    WeightedWindow window = new WeightedWindow(format, 0, 0);
    for (Row row : largestParts(window)) {
      for (String name : KernelsUnderTest.weightedLoops().keySet()) {
        String what = name + ": " + WeightedTotals.MAX_TERMS + " times " + row + " in " + window;
        assertThat(fits(window, row)).as(what).isTrue();
        addOften(name, window, row, WeightedTotals.MAX_TERMS, true);
      }
    }
  }

  /** Eight times as many, and the integers overflow. */
  @ParameterizedTest
  @EnumSource(WeightedFormat.class)
  void manyMoreTermsOverflow(WeightedFormat format) {
    WeightedWindow window = new WeightedWindow(format, 0, 0);
    Row row = new Row(window.bound(), 0, window.weightBound());
    for (String name : KernelsUnderTest.weightedLoops().keySet()) {
      addOften(name, window, row, 8 * WeightedTotals.MAX_TERMS, false);
    }
    WeightedTotals totals = new WeightedTotals(window, 1);
    totals.added(WeightedTotals.MAX_TERMS);
    assertThatThrownBy(() -> totals.added(1)).isInstanceOf(IllegalStateException.class);
  }

  /** Rows whose pieces and products are as large as can be, of both signs. */
  private static List<Row> largestParts(WeightedWindow window) {
    WeightedFormat format = window.format();
    double bound = window.bound();
    double half = Math.scalb(1.0, window.grid() + format.lowBits() - 1);
    double weight = window.weightBound();
    List<Row> rows = new ArrayList<>();
    for (double w : new double[] {weight, -weight, Math.nextDown(weight)}) {
      rows.add(new Row(bound, 0, w));
      rows.add(new Row(bound, half, w));
      rows.add(new Row(bound / 2, half, w));
      rows.add(new Row(Math.nextDown(bound), half - Math.scalb(1.0, window.grid()), w));
      rows.add(new Row(bound / Math.sqrt(2), half, w));
      rows.add(new Row(half, Math.scalb(1.0, window.grid()), w));
    }
    return rows.stream().filter(row -> fits(window, row)).toList();
  }

  /**
   * Adds a row to each lane that many times. All sums are of integers that wrap, so that one group
   * is added and the sums are multiplied.
   */
  private static void addOften(
      String name, WeightedWindow window, Row row, int terms, boolean exact) {
    WeightedLoop loop = KernelsUnderTest.weightedLoops().get(name).get();
    int group = loop.lanes();
    loop.use(window);
    WeightedTotals totals = new WeightedTotals(window, group);
    double[][] columns = {new double[group], new double[group], new double[group]};
    Arrays.fill(columns[0], row.prediction());
    Arrays.fill(columns[1], row.target());
    Arrays.fill(columns[2], row.weight());
    int end = loop.accumulate(columns[0], columns[1], columns[2], 0, group, totals.sums);
    assertThat(end).isEqualTo(group);
    Arrays.stream(totals.sums).forEach(lanes -> Arrays.setAll(lanes, i -> terms * lanes[i]));
    Rational term = Expected.of(row, true).squaredError();
    Rational expected = term.multiply(Rational.of((long) terms * group));
    Superaccumulator errors = deposit(totals, window, terms);
    assertThat(KernelsUnderTest.value(errors).compareTo(expected) == 0)
        .as("%s, %s times %s in %s exact", name, terms, row, window)
        .isEqualTo(exact);
  }

  /** The sums less the constants, which {@link WeightedTotals} does for fewer terms only. */
  private static Superaccumulator deposit(WeightedTotals totals, WeightedWindow window, int terms) {
    Superaccumulator errors = new Superaccumulator();
    int pieces = window.format().pieces();
    for (int piece = 1; piece <= pieces; piece++) {
      int sign = piece < pieces ? -1 : 1;
      int[] units = {window.highProductUnit(piece), window.lowProductUnit(piece)};
      for (int part = 0; part < 2; part++) {
        long constants = terms * Double.doubleToRawLongBits(WeightedWindow.magic(units[part]));
        for (long lane : totals.sums[WeightedTotals.PRODUCTS + 2 * (piece - 1) + part]) {
          errors.add(sign * (lane - constants), units[part]);
        }
      }
    }
    return errors;
  }
}

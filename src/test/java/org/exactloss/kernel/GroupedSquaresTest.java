package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.exactloss.oracle.Rational;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Squared errors of groups by the bits of their pieces, against rationals, at every edge. */
@Tag("kernel")
class GroupedSquaresTest {
  private static final long SEED = 20_261_129;
  private static final boolean FMA = JvmFacts.hasFusedMultiplyAdd();
  private static final FixedPointSums LAYOUT = FixedPointSums.UNWEIGHTED;

  private record Row(double prediction, double target) {
    Rational squaredError() {
      Rational difference = difference();
      return difference.multiply(difference);
    }

    Rational difference() {
      return Rational.of(prediction).add(Rational.of(target).negate());
    }
  }

  static IntStream grids() {
    int least = SquareWindow.minGrid();
    return IntStream.of(least, least + 1, -60, 0, SquareWindow.maxGrid());
  }

  /** The plain one and, where there is one, that of vectors; none without the instruction. */
  @Test
  void thereAreLoopsToTest() {
    assertThat(KernelsUnderTest.squareLoops().keySet())
        .isEqualTo(FMA ? KernelsUnderTest.sliced().keySet() : Set.of());
  }

  @Test
  void gridsBeyondTheRangeAreRefused() {
    for (int grid : new int[] {SquareWindow.minGrid() - 1, SquareWindow.maxGrid() + 1}) {
      assertThatThrownBy(() -> new SquareWindow(grid))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Cannot cut squares on grid 2^" + grid);
    }
    SquareWindow last = new SquareWindow(SquareWindow.maxGrid());
    assertThat(last.magic(1) / 1.5 * Math.nextDown(2.0)).isFinite();
    assertThat(Math.scalb(1.0, new SquareWindow(SquareWindow.minGrid()).unit(3))).isPositive();
  }

  /** A row is taken exactly if it fits, wherever it is in its vector, and then it is exact. */
  @ParameterizedTest
  @MethodSource("grids")
  void rowsAtTheEdgesOfTheWindow(int grid) {
    SquareWindow window = new SquareWindow(grid);
    int taken = 0;
    for (Row row : edgeRows(window)) {
      boolean fits = fits(window, row);
      taken += fits ? 1 : 0;
      KernelsUnderTest.squareLoops()
          .forEach(
              (name, loop) -> {
                for (int place : new int[] {0, loop.lanes() - 1}) {
                  check(name + ": " + row + " at " + place, loop, window, row, place, fits);
                }
              });
    }
    assertThat(taken).as("rows within the window, seed %s", SEED).isGreaterThan(100);
  }

  private static void check(
      String what, SquareLoop loop, SquareWindow window, Row row, int place, boolean fits) {
    int lanes = loop.lanes();
    double[] prediction = new double[lanes];
    double[] target = new double[lanes];
    prediction[place] = row.prediction();
    target[place] = row.target();
    GroupedSquares squares = GroupedSquares.of(loop, lanes);
    squares.use(window, 2 * window.grid());
    assertThat(squares.cut(prediction, target, 0, lanes)).as(what).isEqualTo(fits ? lanes : 0);
    if (fits) {
      long[] words = new long[2 * GroupedSquares.WORDS];
      int[] groups = new int[lanes];
      groups[place] = 1;
      assertThat(squares.addRows(words, groups, 0, lanes)).isEqualTo(lanes);
      assertThat(sum(squares, words, 1, window)).as(what).isEqualByComparingTo(row.squaredError());
      assertThat(sum(squares, words, 0, window)).as(what).isEqualByComparingTo(Rational.ZERO);
      assertThat(GroupedSquares.count(words, 1)).isEqualTo(1);
    }
  }

  /** The sum of a group. */
  private static Rational sum(
      GroupedSquares squares, long[] words, int group, SquareWindow window) {
    long[] sums = new long[LAYOUT.words()];
    squares.addWordsTo(sums, 0, LAYOUT, words, group);
    assertThat(LAYOUT.count(sums, 0)).isEqualTo(GroupedSquares.count(words, group));
    return value(LAYOUT.squaredError(sums, 0), 2 * window.grid());
  }

  private static Rational value(BigInteger units, int exponent) {
    return Rational.ofParts(units, exponent, 0);
  }

  /** |fl(p − t)| is within the bound and p − t a multiple of the grid. */
  private static boolean fits(SquareWindow window, Row row) {
    double d = row.prediction() - row.target();
    if (!(Math.abs(d) <= window.bound())) {
      return false;
    }
    Rational units = row.difference().multiply(Rational.powerOfTwo(-window.grid()));
    return units.numerator().mod(units.denominator()).signum() == 0;
  }

  private static List<Row> edgeRows(SquareWindow window) {
    double bound = window.bound();
    double grid = Math.scalb(1.0, window.grid());
    List<Row> rows = new ArrayList<>();
    double[] edges = {
      0, -0.0, bound, bound / 2, bound / 3, grid, grid / 2, grid * 3 / 2, Double.MIN_VALUE
    };
    for (double a : edges) {
      for (double b : edges) {
        rows.add(new Row(a, b));
        rows.add(new Row(Math.nextUp(a), -b));
        rows.add(new Row(Math.nextDown(a), b));
      }
    }
    double[] others = {Double.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY};
    for (double value : others) {
      rows.add(new Row(value, grid));
      rows.add(new Row(-bound, value));
      rows.add(new Row(value, value));
    }
    SplittableRandom random = new SplittableRandom(SEED);
    int top = window.grid() + SquareWindow.bits();
    for (int i = 0; i < 300; i++) {
      rows.add(new Row(fewBits(window, random), fewBits(window, random)));
      double p = Math.scalb(random.nextDouble(-1, 1), top - random.nextInt(22));
      double t = Math.scalb(random.nextDouble(-1, 1), top - random.nextInt(22));
      rows.add(new Row(p, t));
    }
    return rows;
  }

  private static double fewBits(SquareWindow window, SplittableRandom random) {
    return WeightedBoundsTest.fewBits(window.grid(), window.grid() + SquareWindow.bits(), random);
  }

  /** The words of a group take as many rows as they say, of the largest pieces of either sign. */
  @Test
  void theLargestPiecesStayExactForAllTerms() {
    SquareWindow window = new SquareWindow(-30);
    double bound = window.bound();
    double half = Math.scalb(1.0, window.grid() + 23);
    List<Row> rows =
        List.of(
            new Row(bound, 0),
            new Row(-bound, 0),
            new Row(bound, half),
            new Row(bound / 2, half),
            new Row(Math.nextDown(bound), half - Math.scalb(1.0, window.grid())),
            new Row(bound / Math.sqrt(2), half),
            new Row(half, Math.scalb(1.0, window.grid())));
    for (Row row : rows) {
      assertThat(fits(window, row)).as("%s", row).isTrue();
      KernelsUnderTest.squareLoops()
          .forEach((name, loop) -> fillWords(name + ": " + row, loop, window, row));
    }
  }

  private static void fillWords(String what, SquareLoop loop, SquareWindow window, Row row) {
    int count = SquareWindow.MAX_TERMS;
    double[] prediction = new double[count];
    double[] target = new double[count];
    Arrays.fill(prediction, row.prediction());
    Arrays.fill(target, row.target());
    GroupedSquares squares = GroupedSquares.of(loop, count);
    squares.use(window, 2 * window.grid());
    assertThat(squares.cut(prediction, target, 0, count)).as(what).isEqualTo(count);
    long[] words = new long[GroupedSquares.WORDS];
    int[] groups = new int[count];
    assertThat(squares.addRows(words, groups, 0, count - 1)).isEqualTo(count - 1);
    assertThat(GroupedSquares.areFull(words, 0)).isFalse();
    assertThat(squares.addRows(words, groups, count - 1, count)).isEqualTo(count);
    assertThat(GroupedSquares.areFull(words, 0)).isTrue();
    assertThat(sum(squares, words, 0, window))
        .as(what)
        .isEqualByComparingTo(row.squaredError().multiply(Rational.of(count)));
    GroupedSquares.clear(words, 0);
    assertThat(words).containsOnly(0);
  }

  /** More than twice as many, and integers of 64 bits overflow. */
  @Test
  void manyMoreTermsOverflow() {
    SquareWindow window = new SquareWindow(-30);
    Row row = new Row(window.bound(), 0);
    GroupedSquares squares = GroupedSquares.of(new PlainSquareLoop(), 1);
    squares.use(window, 2 * window.grid());
    squares.cut(new double[] {row.prediction()}, new double[] {row.target()}, 0, 1);
    long[] words = new long[GroupedSquares.WORDS];
    squares.addRows(words, new int[1], 0, 1);
    int terms = 2 * SquareWindow.MAX_TERMS + 1;
    Arrays.setAll(words, i -> terms * words[i]);
    assertThat(sum(squares, words, 0, window))
        .isNotEqualByComparingTo(row.squaredError().multiply(Rational.of(terms)));
  }

  /** Rows stop at the one that fills the words of its group, be it the last one or not. */
  @Test
  void rowsStopWhereWordsAreFull() {
    int count = 3 * SquareWindow.MAX_TERMS;
    GroupedSquares squares = GroupedSquares.of(new PlainSquareLoop(), count);
    squares.use(new SquareWindow(-30), -60);
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    int[] groups = new int[count];
    Arrays.setAll(groups, row -> row % 3 == 0 ? 1 : 0);
    assertThat(squares.cut(ones, new double[count], 0, count)).isEqualTo(count);
    long[] words = new long[2 * GroupedSquares.WORDS];
    int stop = squares.addRows(words, groups, 0, count);
    assertThat(groups[stop - 1]).isZero();
    assertThat(GroupedSquares.areFull(words, 0)).isTrue();
    assertThat(GroupedSquares.areFull(words, 1)).isFalse();
    assertThat(GroupedSquares.count(words, 0) + GroupedSquares.count(words, 1)).isEqualTo(stop);
  }

  @Test
  void theWindowTakesMostRowsAndItsPiecesAreMultiplesOfTheUnit() {
    SplittableRandom random = new SplittableRandom(SEED);
    int rows = 4096;
    double[] prediction = new double[rows];
    double[] target = new double[rows];
    for (int exponent : new int[] {-900, -300, -20, 0, 20, 300}) {
      for (int i = 0; i < rows; i++) {
        prediction[i] = Math.scalb(random.nextGaussian(), exponent);
        target[i] = Math.scalb(50 + 10 * random.nextGaussian(), exponent);
      }
      SquaredErrorTerm term = SquaredErrorTerm.forValuesLike(prediction, target, null, rows);
      GroupedSquares squares = GroupedSquares.of(new PlainSquareLoop(), rows);
      boolean chosen = squares.chooseWindow(prediction, target, rows, term.exponent());
      assertThat(chosen).as("exponent %s", exponent).isEqualTo(Math.abs(exponent) <= 300);
      if (chosen) {
        checkAll(squares, prediction, target, term.exponent());
      }
    }
  }

  private static void checkAll(
      GroupedSquares squares, double[] prediction, double[] target, int exponent) {
    Rational expected = Rational.ZERO;
    long[] words = new long[GroupedSquares.WORDS];
    int left = 0;
    for (int from = 0; from < prediction.length; from++) {
      int end = squares.cut(prediction, target, from, prediction.length);
      squares.addRows(words, new int[prediction.length], from, end);
      for (int i = from; i < end; i++) {
        expected = expected.add(new Row(prediction[i], target[i]).squaredError());
      }
      left += end < prediction.length ? 1 : 0;
      from = end;
    }
    assertThat(left).as("rows outside the window").isLessThan(prediction.length / 200);
    long[] sums = new long[LAYOUT.words()];
    squares.addWordsTo(sums, 0, LAYOUT, words, 0);
    assertThat(value(LAYOUT.squaredError(sums, 0), exponent)).isEqualByComparingTo(expected);
  }

  @Test
  void aLoopThatErrsDoesNotPassItsSelfTest() {
    KernelsUnderTest.squareLoops()
        .forEach((name, loop) -> assertThat(KernelSelfTest.isExact(loop)).as(name).isTrue());
    SquareLoop right = new PlainSquareLoop();
    assertThat(KernelSelfTest.isExact(loop((p, t, from, to, pieces, window) -> from)))
        .as("a loop that takes nothing")
        .isFalse();
    assertThat(
            KernelSelfTest.isExact(
                loop(
                    (p, t, from, to, pieces, window) -> {
                      int end = right.cut(window, p, t, from, to, pieces);
                      pieces[2][end - 1]++;
                      return end;
                    })))
        .as("a loop that is one unit off")
        .isFalse();
  }

  /** What a loop of one lane does. */
  private interface Cut {
    int cut(double[] p, double[] t, int from, int to, long[][] pieces, SquareWindow window);
  }

  private static SquareLoop loop(Cut cut) {
    return new SquareLoop() {
      @Override
      public int lanes() {
        return 1;
      }

      @Override
      public int cut(
          SquareWindow window, double[] p, double[] t, int from, int to, long[][] pieces) {
        return cut.cut(p, t, from, to, pieces, window);
      }
    };
  }

  @Test
  void theKernelInIntegersHasNone() {
    assertThat(GroupedSquares.create(KernelKind.SCALAR, 8)).isEmpty();
    Optional<GroupedSquares> plain = GroupedSquares.create(KernelKind.PLAIN, 8);
    assertThat(plain.map(GroupedSquares::lanes)).isEqualTo(FMA ? Optional.of(1) : Optional.empty());
  }

  /** The vector loop works in the place of the plain one once it is compiled. */
  @Test
  void theVectorLoopIsUsedOnceItIsCompiled() throws InterruptedException {
    if (!KernelsUnderTest.squareLoops().containsKey("vector")) {
      return; // thereAreLoopsToTest says whether that may be
    }
    GroupedSquares squares = GroupedSquares.create(KernelKind.VECTOR, 64).orElseThrow();
    squares.use(new SquareWindow(-40), -80);
    for (int i = 0; i < 600 && !VectorWarmUp.SQUARES.isDone(); i++) {
      Thread.sleep(100);
    }
    double[] zeros = new double[64];
    assertThat(squares.cut(zeros, zeros, 0, 64)).isEqualTo(64);
    assertThat(squares.lanes()).isGreaterThan(1);
  }
}

package org.exactloss.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.exactloss.oracle.Rational;
import org.exactloss.oracle.RationalOracle;
import org.exactloss.oracle.RowSet;
import org.exactloss.oracle.RowSets;
import org.exactloss.oracle.ValueFamily;
import org.exactloss.oracle.WeightFamily;

/** The laws of a sum that is exact, with equal bytes as the measure. */
class LossStateLawsTest {
  private static final int TRIES = 150;

  @Property(tries = TRIES)
  void anyOrderSplitAndTreeOfAdditionsGivesTheSameBytes(
      @ForAll("rowSets") RowSet rows, @ForAll long seed) {
    Random random = new Random(seed);
    RowSet shuffled = shuffle(rows, random);
    List<LossState> parts = new ArrayList<>();
    for (int from = 0; from < rows.size(); ) {
      int to = Math.min(rows.size(), from + random.nextInt(12)); // some parts are empty
      parts.add(States.of(shuffled.part(from, to)));
      from = to;
    }
    while (parts.size() > 1) {
      LossState right = parts.remove(random.nextInt(parts.size()));
      LossState left = parts.get(random.nextInt(parts.size()));
      left.add(random.nextBoolean() ? right : LossState.fromBytes(right.toBytes()));
    }
    assertSame(parts.get(0), States.of(rows), rows);
  }

  @Property(tries = TRIES)
  void theSumsAreThoseOfTheOracle(@ForAll("rowSets") RowSet rows) {
    RationalOracle oracle = new RationalOracle().add(rows);
    LossState state = LossState.fromBytes(States.of(rows).toBytes());
    assertThat(States.value(state.squaredError()))
        .as(rows.name())
        .isEqualByComparingTo(oracle.squaredError());
    assertThat(States.value(state.weight())).as(rows.name()).isEqualByComparingTo(oracle.weight());
  }

  @Property(tries = TRIES)
  void partsSubtractBack(@ForAll("rowSets") RowSet rows, @ForAll @IntRange(max = 40) int cut) {
    LossState whole = States.of(rows);
    LossState left = States.of(rows.part(0, cut));
    LossState right = States.of(rows.part(cut, rows.size()));
    whole.subtract(left);
    assertSame(whole, right, rows);
    whole.add(left);
    assertSame(whole, States.of(rows), rows);
  }

  @Property(tries = TRIES)
  void aDuplicateThatIsTakenAwayLeavesNoTrace(@ForAll("rowSets") RowSet rows) {
    LossState twice = States.of(rows);
    twice.add(twice);
    twice.subtract(States.of(rows));
    assertSame(twice, States.of(rows), rows);
  }

  @Property(tries = TRIES)
  void weightsOfOneAreNoWeights(@ForAll("rowSets") RowSet rows) {
    RowSet ones = withWeights(rows, weight -> 1.0);
    assertSame(States.of(ones), States.ofUnweighted(ones), rows);
  }

  @Property(tries = TRIES)
  void aWeightOfTwoIsTheRowTwice(@ForAll("rowSets") RowSet rows) {
    LossState doubled = States.of(withWeights(rows, weight -> 2.0));
    LossState ones = States.of(withWeights(rows, weight -> 1.0));
    ones.add(ones);
    assertThat(doubled.squaredError()).as(rows.name()).isEqualTo(ones.squaredError());
    assertThat(doubled.weight()).as(rows.name()).isEqualTo(ones.weight());
  }

  @Property(tries = TRIES)
  void aWeightOfZeroAddsNothing(@ForAll("rowSets") RowSet rows) {
    LossState zeros = States.of(withWeights(rows, weight -> 0.0));
    assertThat(zeros.squaredError().signum()).isZero();
    assertThat(zeros.weight().signum()).isZero();
  }

  @Property(tries = TRIES)
  void swappingAndNegatingChangesNothing(@ForAll("rowSets") RowSet rows) {
    RowSet swapped = new RowSet(rows.name(), rows.target(), rows.prediction(), rows.weight());
    assertSame(States.of(swapped), States.of(rows), rows);
    RowSet negated = withValues(rows, value -> -value);
    assertSame(States.of(negated), States.of(rows), rows);
  }

  @Property(tries = TRIES)
  void scalingByPowersOfTwoScalesTheSumsExactly(
      @ForAll @IntRange(min = -300, max = 300) int values,
      @ForAll @IntRange(min = -100, max = 100) int weights,
      @ForAll long seed) {
    RowSet rows = RowSets.of(ValueFamily.INDEPENDENT, WeightFamily.FRACTIONS, seed, 40);
    RowSet scaled =
        withWeights(
            withValues(rows, value -> Math.scalb(value, values)),
            weight -> Math.scalb(weight, weights));
    LossState state = States.of(scaled);
    LossState unscaled = States.of(rows);
    assertThat(States.value(state.squaredError()))
        .isEqualByComparingTo(
            States.value(unscaled.squaredError())
                .multiply(Rational.powerOfTwo(2 * values + weights)));
    assertThat(States.value(state.weight()))
        .isEqualByComparingTo(
            States.value(unscaled.weight()).multiply(Rational.powerOfTwo(weights)));
  }

  @Provide
  Arbitrary<RowSet> rowSets() {
    return Combinators.combine(
            Arbitraries.of(ValueFamily.finite()),
            Arbitraries.of(WeightFamily.class),
            Arbitraries.longs())
        .as((values, weights, seed) -> RowSets.of(values, weights, seed, 40));
  }

  private static void assertSame(LossState actual, LossState expected, RowSet rows) {
    assertThat(actual.toBytes()).as(rows.name()).isEqualTo(expected.toBytes());
  }

  private static RowSet shuffle(RowSet rows, Random random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
    Collections.shuffle(order, random);
    return new RowSet(
        rows.name(),
        order.stream().mapToDouble(i -> rows.prediction()[i]).toArray(),
        order.stream().mapToDouble(i -> rows.target()[i]).toArray(),
        order.stream().mapToDouble(i -> rows.weight()[i]).toArray());
  }

  private static RowSet withWeights(RowSet rows, DoubleUnaryOperator change) {
    return new RowSet(rows.name(), rows.prediction(), rows.target(), map(rows.weight(), change));
  }

  private static RowSet withValues(RowSet rows, DoubleUnaryOperator change) {
    return new RowSet(
        rows.name(), map(rows.prediction(), change), map(rows.target(), change), rows.weight());
  }

  private static double[] map(double[] values, DoubleUnaryOperator change) {
    return Arrays.stream(values).map(change).toArray();
  }
}

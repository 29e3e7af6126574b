package org.exactloss.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.exactloss.exact.ExactSum;
import org.junit.jupiter.api.Test;

class LossStateTest {

  @Test
  void startsWithNothing() {
    LossState state = new LossState();
    assertThat(state.rows() + state.elements() + state.used()).isZero();
    assertThat(state.squaredError()).isEqualTo(new ExactSum());
    assertThat(state.weight()).isEqualTo(new ExactSum());
  }

  @Test
  void everyElementIsCountedOnce() {
    LossState state = sample();
    assertThat(state.rows()).isEqualTo(100);
    assertThat(state.used()).isEqualTo(7);
    assertThat(state.nan()).isEqualTo(1);
    assertThat(state.positiveInfinity()).isEqualTo(2);
    assertThat(state.negativeInfinity()).isEqualTo(1);
    assertThat(state.excluded(Exclusion.NULL_TARGET)).isEqualTo(5);
    assertThat(state.excluded(Exclusion.MALFORMED_RECORD)).isZero();
    assertThat(state.elements()).isEqualTo(7 + 5 + 1);
    assertThat(state.squaredError()).isEqualTo(ExactSum.of(10));
    assertThat(state.weight()).isEqualTo(ExactSum.of(3 + 4 * 2));
  }

  @Test
  void theSumsThatAreGivenAwayAreCopies() {
    LossState state = sample();
    state.squaredError().add(ExactSum.of(1));
    state.weight().add(ExactSum.of(1));
    assertThat(state.toBytes()).isEqualTo(sample().toBytes());
    LossState copy = state.copy();
    copy.add(sample());
    assertThat(state.toBytes()).isEqualTo(sample().toBytes());
    assertThat(copy.used()).isEqualTo(14);
  }

  @Test
  void addingThenSubtractingGivesTheSameBytes() {
    LossState state = sample();
    LossState other = new LossState();
    other.addRows(3);
    other.exclude(Exclusion.INFINITE_PREDICTION, 2);
    other.addFinite(1, ExactSum.of(1), ExactSum.of(1));
    other.addNonFinite(Double.NaN, ExactSum.of(1));
    state.add(other);
    assertThat(state.rows()).isEqualTo(103);
    assertThat(state.nan()).isEqualTo(2);
    assertThat(state.excluded(Exclusion.INFINITE_PREDICTION)).isEqualTo(3);
    state.subtract(other);
    assertThat(state.toBytes()).isEqualTo(sample().toBytes());
    state.subtract(state);
    assertThat(state.toBytes()).isEqualTo(new LossState().toBytes());
  }

  @Test
  void aStateThatIsNoPartCannotBeSubtracted() {
    LossState moreRows = new LossState();
    moreRows.addRows(101);
    assertRefused(moreRows, "rows is -1");
    LossState moreExclusions = new LossState();
    moreExclusions.exclude(Exclusion.NAN_TARGET, 4);
    assertRefused(moreExclusions, "nanTarget is -4");
    LossState moreInfinities = new LossState();
    moreInfinities.addNonFinite(Double.NEGATIVE_INFINITY, ExactSum.of(1));
    moreInfinities.addNonFinite(Double.NEGATIVE_INFINITY, ExactSum.of(1));
    assertRefused(moreInfinities, "negativeInfinity is -1");
    LossState tooManyFinite = new LossState();
    tooManyFinite.addFinite(4, ExactSum.of(10), ExactSum.of(1));
    assertRefused(tooManyFinite, "3 used elements, 1 NaN");
    LossState allFinite = new LossState();
    allFinite.addFinite(3, ExactSum.of(9), ExactSum.of(1));
    assertRefused(allFinite, "no finite terms have the sum 1");
  }

  @Test
  void weightsWithoutElementsAreRefused() {
    LossState state = new LossState();
    state.addFinite(1, ExactSum.of(1), ExactSum.of(2));
    LossState part = new LossState();
    part.addFinite(1, ExactSum.of(1), ExactSum.of(1));
    assertThatThrownBy(() -> state.subtract(part))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("no used elements have the weight sum 1");
  }

  @Test
  void countsNeverWrap() {
    LossState state = new LossState();
    state.addRows(Long.MAX_VALUE);
    byte[] before = state.toBytes();
    assertThatThrownBy(() -> state.addRows(1)).isInstanceOf(ArithmeticException.class);
    LossState other = new LossState();
    other.addRows(1);
    other.exclude(Exclusion.ZERO_WEIGHT, 1);
    assertThatThrownBy(() -> state.add(other)).isInstanceOf(ArithmeticException.class);
    assertThat(state.toBytes()).isEqualTo(before);
    LossState many = new LossState();
    many.exclude(Exclusion.NULL_TARGET, Long.MAX_VALUE);
    many.exclude(Exclusion.NULL_PREDICTION, 1);
    assertThatThrownBy(many::elements).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void wrongArgumentsAreRefused() {
    LossState state = new LossState();
    assertThatThrownBy(() -> state.exclude(Exclusion.NULL_TARGET, -3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot add the number -3 to nullTarget: it is negative");
    assertThatThrownBy(() -> state.addNonFinite(1.5, ExactSum.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot count the term 1.5 as NaN or infinite: it is finite");
    assertThat(state.toBytes()).isEqualTo(new LossState().toBytes());
  }

  private static void assertRefused(LossState part, String reason) {
    LossState state = sample();
    assertThatThrownBy(() -> state.subtract(part))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining(reason);
    assertThat(state.toBytes()).as("unchanged").isEqualTo(sample().toBytes());
  }

  /** Three finite elements, four others, six left out. */
  static LossState sample() {
    LossState state = new LossState();
    state.addRows(100);
    state.exclude(Exclusion.NULL_TARGET, 5);
    state.exclude(Exclusion.INFINITE_PREDICTION, 1);
    state.addFinite(3, ExactSum.of(10), ExactSum.of(3));
    state.addNonFinite(Double.NaN, ExactSum.of(2));
    state.addNonFinite(Double.POSITIVE_INFINITY, ExactSum.of(2));
    state.addNonFinite(Double.POSITIVE_INFINITY, ExactSum.of(2));
    state.addNonFinite(Double.NEGATIVE_INFINITY, ExactSum.of(2));
    return state;
  }
}

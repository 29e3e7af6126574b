package org.exactloss.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.exactloss.exact.ExactRational;
import org.exactloss.exact.ExactSum;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.Multioutput;
import org.exactloss.spec.Reduction;
import org.exactloss.state.LossState;
import org.junit.jupiter.api.Test;

/** What the derivative 2·w·(p − t) of one element's term is multiplied with. */
class GradientFactorsTest {
  private static final ExactRational ONE = ExactRational.of(1);
  private static final Multioutput WEIGHTED = Multioutput.weighted(List.of(3.0, 0.0, 1.5));

  /** Σw and the number of elements differ, so that it shows which one divides. */
  private static final LossState ALL = state(9, 20);

  private static final List<LossState> OUTPUTS = List.of(state(2, 6), state(3, 7), state(4, 7));

  @Test
  void oneLossDividesAllElementsByItsDivisor() {
    assertThat(factors(Reduction.MEAN, Divisor.WEIGHTS, Multioutput.POOLED))
        .containsExactly(fraction(1, 20));
    assertThat(factors(Reduction.MEAN, Divisor.ELEMENTS, Multioutput.POOLED))
        .containsExactly(fraction(1, 9));
    assertThat(factors(Reduction.SUM, Divisor.WEIGHTS, Multioutput.POOLED)).containsExactly(ONE);
  }

  @Test
  void lossesOfSingleElementsAreNotDividedWhateverTheOutputs() {
    for (Multioutput outputs : List.of(Multioutput.POOLED, Multioutput.UNIFORM, WEIGHTED)) {
      assertThat(factors(Reduction.NONE, Divisor.WEIGHTS, outputs)).containsExactly(ONE);
    }
  }

  @Test
  void eachOutputOfItsOwnHasItsOwnDivisor() {
    assertThat(factors(Reduction.MEAN, Divisor.WEIGHTS, Multioutput.RAW))
        .containsExactly(fraction(1, 6), fraction(1, 7), fraction(1, 7));
    assertThat(factors(Reduction.MEAN, Divisor.ELEMENTS, Multioutput.RAW))
        .containsExactly(fraction(1, 2), fraction(1, 3), fraction(1, 4));
    assertThat(factors(Reduction.SUM, Divisor.ELEMENTS, Multioutput.RAW))
        .containsExactly(ONE, ONE, ONE);
  }

  @Test
  void anAverageGivesEachOutputItsShare() {
    assertThat(factors(Reduction.MEAN, Divisor.WEIGHTS, Multioutput.UNIFORM))
        .containsExactly(fraction(1, 18), fraction(1, 21), fraction(1, 21));
    assertThat(factors(Reduction.SUM, Divisor.WEIGHTS, Multioutput.UNIFORM))
        .containsExactly(fraction(1, 3), fraction(1, 3), fraction(1, 3));
    // 3, 0 and 1.5 of 4.5 together.
    assertThat(factors(Reduction.MEAN, Divisor.WEIGHTS, WEIGHTED))
        .containsExactly(fraction(2, 18), fraction(0, 1), fraction(1, 21));
    assertThat(factors(Reduction.SUM, Divisor.WEIGHTS, WEIGHTED))
        .containsExactly(fraction(2, 3), fraction(0, 1), fraction(1, 3));
  }

  /** Without a loss there is no derivative; an output of its own takes none from the others. */
  @Test
  void anEmptyOutputLeavesAnAverageUndefinedAndNothingElse() {
    List<LossState> outputs = List.of(state(2, 6), new LossState());
    for (Multioutput average :
        List.of(Multioutput.UNIFORM, Multioutput.weighted(List.of(1., 1.)))) {
      assertThat(new GradientFactors(Reduction.MEAN, Divisor.WEIGHTS, average).of(ALL, outputs))
          .isEmpty();
    }
    List<ExactRational> raw =
        new GradientFactors(Reduction.MEAN, Divisor.WEIGHTS, Multioutput.RAW).of(ALL, outputs);
    assertThat(raw).hasSize(2).startsWith(fraction(1, 6));
  }

  @Test
  void whatIsAskedComesFromTheSpecification() {
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .prediction("p")
            .target("t")
            .reduction(Reduction.SUM)
            .divideBy(Divisor.ELEMENTS)
            .multioutput(Multioutput.UNIFORM)
            .build();
    assertThat(new GradientFactors(spec))
        .isEqualTo(new GradientFactors(Reduction.SUM, Divisor.ELEMENTS, Multioutput.UNIFORM));
  }

  private static List<ExactRational> factors(
      Reduction reduction, Divisor divisor, Multioutput multioutput) {
    return new GradientFactors(reduction, divisor, multioutput).of(ALL, OUTPUTS);
  }

  private static LossState state(long elements, long weight) {
    LossState state = new LossState();
    state.addFinite(elements, ExactSum.of(5), ExactSum.of(weight));
    return state;
  }

  private static ExactRational fraction(long numerator, long denominator) {
    return ExactRational.of(numerator).divide(ExactRational.of(denominator));
  }
}

package org.exactloss.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.exactloss.exact.ExactRational;
import org.exactloss.exact.ExactSum;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.PenaltySpec;
import org.exactloss.state.LossState;
import org.exactloss.state.ParameterNorms;
import org.junit.jupiter.api.Test;

/** Losses that are not rounded yet, and the penalties that are added to them. */
class LossValueTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void aPenaltyIsAddedBeforeTheSumIsRounded() {
    // 1 + 2^-53 is a tie that goes to 1; the penalty, far below, makes it go up.
    LossValue tie = LossValue.of(ExactRational.ofScaled(power(53).add(BigInteger.ONE), -53, 0));
    assertThat(tie.toDouble()).isEqualTo(1);
    LossValue above = tie.plus(ExactRational.ofScaled(BigInteger.ONE, -2000, 0));
    assertThat(above.toDouble()).isEqualTo(Math.nextUp(1.0));
    assertThat(above.squareRootToDouble()).isEqualTo(1);
  }

  @Test
  void aPenaltyChangesNothingThatIsNotFinite() {
    for (double value : new double[] {Double.NaN, INFINITY, -INFINITY}) {
      LossValue sum = LossValue.ofNonFinite(value).plus(ExactRational.of(7));
      assertThat(sum).isEqualTo(LossValue.ofNonFinite(value));
      assertThat(Double.compare(sum.toDouble(), value)).isZero();
    }
  }

  @Test
  void aDivisorBelowZeroTurnsAnInfinityRound() {
    LossState state = new LossState();
    state.addFinite(2, ExactSum.of(6), ExactSum.of(1));
    state.addNonFinite(INFINITY, ExactSum.of(-5));
    assertThat(LossValue.mean(state, Divisor.WEIGHTS).orElseThrow().toDouble())
        .isEqualTo(-INFINITY);
    assertThat(LossValue.mean(state, Divisor.ELEMENTS).orElseThrow().toDouble())
        .isEqualTo(INFINITY);
  }

  @Test
  void whatIsUndefinedStaysSo() {
    assertThat(LossValue.mean(new LossState(), Divisor.ELEMENTS)).isEmpty();
    assertThat(LossValue.rounded(Optional.empty())).isEmpty();
    assertThat(LossValue.rounded(Optional.of(LossValue.of(ExactRational.of(3)))))
        .isEqualTo(OptionalDouble.of(3));
    assertThat(LossValue.of(ExactRational.of(-1)).squareRootToDouble()).isNaN();
    assertThat(LossValue.ofNonFinite(INFINITY).squareRootToDouble()).isEqualTo(INFINITY);
  }

  /** The factors are the doubles, not the decimals that they are written as. */
  @Test
  void aPenaltyIsTheExactSumOfBothNorms() {
    ParameterNorms norms = new ParameterNorms(3, ExactSum.of(7), ExactSum.of(21));
    ExactRational tenth = ExactRational.of(0.1);
    assertThat(Penalty.of(spec(0.1, 0), norms)).isEqualTo(tenth.times(ExactRational.of(7)));
    assertThat(Penalty.of(spec(0, 0.1), norms)).isEqualTo(tenth.times(ExactRational.of(21)));
    assertThat(Penalty.of(spec(2, 0.1), norms))
        .isEqualTo(ExactRational.of(14).plus(tenth.times(ExactRational.of(21))));
  }

  private static PenaltySpec spec(double l1, double l2) {
    return new PenaltySpec(
        l1, l2, List.of(new PenaltySpec.Parameters(Optional.empty(), "parameters.json")));
  }

  private static BigInteger power(int exponent) {
    return BigInteger.ONE.shiftLeft(exponent);
  }
}

package org.exactloss.metric;

import java.util.Optional;
import java.util.OptionalDouble;
import org.exactloss.exact.ExactRational;
import org.exactloss.spec.Divisor;
import org.exactloss.state.LossState;

/**
 * A loss that is not rounded yet, so that a penalty can be added before it is.
 *
 * @param exact the number; empty where it is none
 * @param nonFinite where there is no exact number: NaN, or an infinity
 */
public record LossValue(Optional<ExactRational> exact, double nonFinite) {

  public static LossValue of(ExactRational value) {
    return new LossValue(Optional.of(value), Double.NaN);
  }

  /** A NaN or an infinity. */
  public static LossValue ofNonFinite(double value) {
    return new LossValue(Optional.empty(), value);
  }

  /**
   * Σ w·(p − t)². Where terms are NaN or infinite, IEEE rules decide: a NaN term, or infinite terms
   * of both signs, give NaN, else the infinity. Empty where no element is used.
   */
  public static Optional<LossValue> sum(LossState state) {
    if (state.used() == 0) {
      return Optional.empty();
    }
    boolean positive = state.positiveInfinity() > 0;
    boolean negative = state.negativeInfinity() > 0;
    if (state.nan() > 0 || (positive && negative)) {
      return Optional.of(ofNonFinite(Double.NaN));
    } else if (positive || negative) {
      return Optional.of(
          ofNonFinite(positive ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY));
    }
    return Optional.of(of(state.squaredError().value()));
  }

  /**
   * The sum divided by the exact Σ w, or by the number of used elements; NaN where the divisor is
   * zero. Empty where no element is used.
   */
  public static Optional<LossValue> mean(LossState state, Divisor divisor) {
    ExactRational divided =
        divisor == Divisor.WEIGHTS ? state.weight().value() : ExactRational.of(state.used());
    return sum(state).map(sum -> sum.dividedBy(divided));
  }

  private LossValue dividedBy(ExactRational divisor) {
    if (divisor.signum() == 0) {
      return ofNonFinite(Double.NaN);
    }
    return exact
        .map(value -> of(value.divide(divisor)))
        .orElseGet(() -> ofNonFinite(nonFinite * divisor.signum()));
  }

  /** This and a penalty; NaN and infinities stay as they are. */
  public LossValue plus(ExactRational penalty) {
    return exact.map(value -> of(value.plus(penalty))).orElse(this);
  }

  /** The nearest double. */
  public double toDouble() {
    return exact.map(ExactRational::toDouble).orElse(nonFinite);
  }

  /** The double nearest to the square root; NaN of a negative number. */
  public double squareRootToDouble() {
    return exact
        .map(value -> value.signum() < 0 ? Double.NaN : value.squareRootToDouble())
        .orElseGet(() -> Math.sqrt(nonFinite));
  }

  /** The nearest double of a value that may be undefined. */
  public static OptionalDouble rounded(Optional<LossValue> value) {
    return value.map(LossValue::toDouble).map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }
}

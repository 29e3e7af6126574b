package org.exactloss.metric;

import java.util.Optional;
import java.util.OptionalDouble;
import org.exactloss.spec.Divisor;
import org.exactloss.state.LossState;

/**
 * The numbers of one state, each rounded once from the exact value, to nearest with ties to even.
 *
 * <p>Where terms are NaN or infinite, IEEE rules decide: a NaN term, or infinite terms of both
 * signs, give NaN, else the infinity. The mean can be finite where the sum rounds to Infinity. With
 * no used element every number is empty.
 *
 * @param weightSum Σ w
 * @param sum Σ w·(p − t)²
 * @param mean the exact sum divided by the exact Σ w, or by the number of used elements; NaN where
 *     the divisor is zero
 * @param rmse the root of the exact mean; NaN where that is negative
 * @param digest see {@link LossDigest}
 */
public record LossMetrics(
    OptionalDouble weightSum,
    OptionalDouble sum,
    OptionalDouble mean,
    OptionalDouble rmse,
    String digest) {

  public static LossMetrics of(LossState state, Divisor divisor) {
    Optional<LossValue> sum = LossValue.sum(state);
    Optional<LossValue> mean = LossValue.mean(state, divisor);
    return new LossMetrics(
        sum.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(state.weight().value().toDouble()),
        LossValue.rounded(sum),
        LossValue.rounded(mean),
        mean.map(LossValue::squareRootToDouble)
            .map(OptionalDouble::of)
            .orElse(OptionalDouble.empty()),
        LossDigest.of(state));
  }
}

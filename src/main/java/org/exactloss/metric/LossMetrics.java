package org.exactloss.metric;

import org.exactloss.spec.Divisor;
import org.exactloss.state.LossState;

/**
 * SKELETON. The numbers of one state, each rounded once from the exact value. NaN and infinities
 * follow IEEE rules. With no used element every number is empty.
 */
public record LossMetrics(
    java.util.OptionalDouble weightSum,
    java.util.OptionalDouble sum,
    java.util.OptionalDouble mean,
    java.util.OptionalDouble rmse,
    String digest) {

  public static LossMetrics of(LossState state, Divisor divisor) {
    throw new UnsupportedOperationException("skeleton");
  }
}

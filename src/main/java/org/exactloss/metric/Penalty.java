package org.exactloss.metric;

import org.exactloss.exact.ExactRational;
import org.exactloss.spec.PenaltySpec;
import org.exactloss.state.ParameterNorms;

/**
 * The penalty λ₁·Σ|θ| + λ₂·Σθ² over parameters θ: of the lasso (R. Tibshirani, 1996), of ridge
 * regression (A. E. Hoerl and R. W. Kennard, 1970), or of both.
 */
public final class Penalty {
  private Penalty() {}

  /** The exact penalty; the factors λ are the doubles that they are. */
  public static ExactRational of(PenaltySpec spec, ParameterNorms norms) {
    ExactRational l1 = ExactRational.of(spec.l1()).times(norms.absolute().value());
    ExactRational l2 = ExactRational.of(spec.l2()).times(norms.squared().value());
    return l1.plus(l2);
  }
}

package org.exactloss.metric;

import java.util.ArrayList;
import java.util.List;
import org.exactloss.exact.ExactRational;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.Multioutput;
import org.exactloss.spec.Reduction;
import org.exactloss.state.LossState;

/**
 * The exact f in ∂loss/∂p = 2·w·(p − t)·f.
 *
 * <p>With S = Σ w, or the number of used elements where that is the divisor: f is 1/S for the mean
 * and 1 for the sum; with reduction none it is that of the sum, each element being a loss of its
 * own. Where outputs are separate, S is the output's own; for the mean of D outputs f is 1/(D·S) or
 * 1/D, and v/(V·S) or v/V where the output has the weight v of V together.
 */
public final class GradientFactors {
  private static final ExactRational ONE = ExactRational.of(1);

  private GradientFactors() {}

  /**
   * The factors of one model.
   *
   * @param outputs the state of each output, where they are separate
   * @return one factor for all elements, or one for each output; none where the loss is undefined
   */
  public static List<ExactRational> of(
      EvaluationSpec spec, LossState all, List<LossState> outputs) {
    if (spec.reduction() == Reduction.NONE) {
      return List.of(ONE);
    } else if (!spec.multioutput().separate()) {
      return List.of(ofReduction(spec, all));
    }
    boolean combined = spec.multioutput().kind() != Multioutput.Kind.RAW;
    if (combined && outputs.stream().anyMatch(output -> output.used() == 0)) {
      return List.of();
    }
    List<ExactRational> factors = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      factors.add(ofReduction(spec, outputs.get(i)).times(share(spec.multioutput(), i, outputs)));
    }
    return factors;
  }

  private static ExactRational ofReduction(EvaluationSpec spec, LossState state) {
    if (spec.reduction() != Reduction.MEAN || state.used() == 0) {
      return ONE;
    }
    return ONE.divide(
        spec.divisor() == Divisor.WEIGHTS
            ? state.weight().value()
            : ExactRational.of(state.used()));
  }

  /** What part of the loss an output's own loss is. */
  private static ExactRational share(Multioutput multioutput, int output, List<LossState> outputs) {
    return switch (multioutput.kind()) {
      case POOLED, RAW -> ONE;
      case UNIFORM -> ONE.divide(ExactRational.of(outputs.size()));
      case WEIGHTED -> {
        ExactRational together =
            multioutput.weights().stream()
                .map(ExactRational::of)
                .reduce(ExactRational.of(0), ExactRational::plus);
        yield ExactRational.of(multioutput.weights().get(output)).divide(together);
      }
    };
  }
}

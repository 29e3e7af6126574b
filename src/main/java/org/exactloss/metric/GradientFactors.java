package org.exactloss.metric;

import java.io.Serializable;
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
public record GradientFactors(Reduction reduction, Divisor divisor, Multioutput multioutput)
    implements Serializable {
  private static final ExactRational ONE = ExactRational.of(1);

  public GradientFactors(EvaluationSpec spec) {
    this(spec.reduction(), spec.divisor(), spec.multioutput());
  }

  /**
   * The factors of one model, in all data or in a batch.
   *
   * @param outputs the state of each output, where they are separate
   * @return one factor for all elements, or one for each output; none where the loss is undefined
   */
  public List<ExactRational> of(LossState all, List<LossState> outputs) {
    if (reduction == Reduction.NONE) {
      return List.of(ONE);
    } else if (!multioutput.separate()) {
      return List.of(ofReduction(all));
    }
    boolean combined = multioutput.kind() != Multioutput.Kind.RAW;
    if (combined && outputs.stream().anyMatch(output -> output.used() == 0)) {
      return List.of();
    }
    List<ExactRational> factors = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      factors.add(ofReduction(outputs.get(i)).times(share(i, outputs.size())));
    }
    return factors;
  }

  private ExactRational ofReduction(LossState state) {
    if (reduction != Reduction.MEAN || state.used() == 0) {
      return ONE;
    }
    return ONE.divide(
        divisor == Divisor.WEIGHTS ? state.weight().value() : ExactRational.of(state.used()));
  }

  /** What part of the loss an output's own loss is. */
  private ExactRational share(int output, int outputs) {
    return switch (multioutput.kind()) {
      case POOLED, RAW -> ONE;
      case UNIFORM -> ONE.divide(ExactRational.of(outputs));
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

package org.exactloss.job;

import java.util.List;
import org.exactloss.exact.ExactDot;

/**
 * An affine model as PyTorch's {@code nn.Linear}: output k is bₖ + Σ wₖᵢ·xᵢ.
 *
 * @param name what the column of its prediction is called
 * @param dtype the type to which each output is rounded, once
 * @param outputs at least one, each of the same number of features
 */
record LinearModel(String name, Dtype dtype, List<ExactDot> outputs) {

  /** The types of PyTorch that a prediction can have. */
  enum Dtype {
    FLOAT32,
    FLOAT64
  }

  LinearModel {
    outputs = List.copyOf(outputs);
  }

  /** The number of features. */
  int width() {
    return outputs.get(0).width();
  }
}

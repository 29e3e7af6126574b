package org.exactloss.cli;

import java.util.Optional;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.PredictionModel;

/** The options of a model that computes the prediction. */
final class ModelOptions {
  private ModelOptions() {}

  static Optional<PredictionModel> model(OptionValues values) {
    Optional<String> linear = values.text(EvaluateOption.LINEAR_MODEL);
    Optional<String> pipeline = values.text(EvaluateOption.PIPELINE_MODEL);
    if (linear.isPresent() && pipeline.isPresent()) {
      throw EvaluationException.usage(
          "Cannot apply --linear-model and --pipeline-model: both add a prediction; give one of"
              + " them");
    }
    if (linear.isEmpty() && pipeline.isEmpty() && values.isGiven(EvaluateOption.FEATURES)) {
      throw values.missing(EvaluateOption.FEATURES, EvaluateOption.LINEAR_MODEL);
    }
    PredictionModel.Kind kind =
        linear.isPresent() ? PredictionModel.Kind.LINEAR : PredictionModel.Kind.PIPELINE;
    return linear
        .or(() -> pipeline)
        .map(uri -> new PredictionModel(kind, uri.strip(), values.list(EvaluateOption.FEATURES)));
  }
}

package org.exactloss.spec;

import java.util.List;

/**
 * A model that computes the prediction before it is evaluated.
 *
 * @param uri a JSON file of weights, or the folder of a saved pipeline
 * @param features the columns that the model sees, in its order; a pipeline may name its own
 */
public record PredictionModel(Kind kind, String uri, List<String> features) {
  /** The name of the column that a model adds unless it says otherwise. */
  public static final String DEFAULT_PREDICTION = "prediction";

  /** What a model is. */
  public enum Kind {
    /** Weights and a bias. */
    LINEAR,
    /** A pipeline of Spark ML. */
    PIPELINE
  }

  public PredictionModel {
    features = List.copyOf(features);
    if (kind == Kind.LINEAR && features.isEmpty()) {
      throw EvaluationException.usage(
          "Cannot apply --linear-model "
              + uri
              + ": its features are not given; name their columns, in the order of its weights, with"
              + " --features");
    }
  }
}

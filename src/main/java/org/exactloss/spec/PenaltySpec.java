package org.exactloss.spec;

import java.util.List;
import java.util.Optional;

/**
 * A penalty λ₁·Σ|θ| + λ₂·Σθ² over the parameters of the models, added to the loss.
 *
 * @param l1 λ₁, finite, not negative
 * @param l2 λ₂, likewise
 * @param parameters where the parameters are; several sources of one model are added
 */
public record PenaltySpec(double l1, double l2, List<Parameters> parameters) {
  /**
   * Parameters of a model.
   *
   * @param prediction the name of the model's prediction; absent: of every model
   * @param uri a JSON file, or a table that Spark reads
   */
  public record Parameters(Optional<String> prediction, String uri) {}

  public PenaltySpec {
    parameters = List.copyOf(parameters);
    requireFactor("--l1", l1);
    requireFactor("--l2", l2);
    if (parameters.isEmpty()) {
      throw EvaluationException.usage(
          "Cannot compute a penalty: --l1 or --l2 is given without parameters; name a table or a"
              + " JSON file with --parameters");
    }
    if (l1 == 0 && l2 == 0) {
      throw EvaluationException.usage(
          "Cannot compute a penalty: --parameters is given, but --l1 and --l2 are zero; give one of"
              + " them a positive number, or leave --parameters out");
    }
  }

  private static void requireFactor(String option, double factor) {
    if (!(factor >= 0 && Double.isFinite(factor))) {
      throw EvaluationException.usage(
          "Cannot compute a penalty: "
              + option
              + " is "
              + factor
              + "; give a finite number that is not negative");
    }
  }
}

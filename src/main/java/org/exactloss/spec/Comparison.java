package org.exactloss.spec;

import java.util.List;
import java.util.Optional;

/**
 * What is said about noise.
 *
 * @param confidence the level of the intervals; absent where none were asked for
 * @param baseline the name of the model that the others are compared with
 */
public record Comparison(Optional<ConfidenceLevel> confidence, Optional<String> baseline) {
  /** Nothing. */
  public static final Comparison NONE = new Comparison(Optional.empty(), Optional.empty());

  /** The level of all intervals: the one asked for, or 0.95. */
  public ConfidenceLevel level() {
    return confidence.orElse(ConfidenceLevel.DEFAULT);
  }

  /**
   * The place of the baseline among the models.
   *
   * @throws EvaluationException if no model has its name, or no other one is there
   */
  public Optional<Integer> baselineIndex(List<String> models) {
    if (baseline.isEmpty()) {
      return Optional.empty();
    }
    int index = models.indexOf(baseline.get());
    if (index < 0) {
      throw EvaluationException.usage(
          "Cannot compare with the baseline "
              + baseline.get()
              + ": no prediction has that name; "
              + NearNames.advice(baseline.get(), models));
    }
    if (models.size() == 1) {
      throw EvaluationException.usage(
          "Cannot compare with the baseline "
              + baseline.get()
              + ": it is the only model; give another one with --prediction");
    }
    return Optional.of(index);
  }
}

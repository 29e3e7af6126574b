package org.exactloss.spec;

import java.util.List;
import java.util.Optional;

/**
 * What is asked of one evaluation: immutable, validated without reading any data.
 *
 * @param input the data set; absent where the caller hands over a {@code Dataset}
 * @param where a Spark SQL condition on the input; other rows are not counted
 * @param join targets in a second data set
 * @param predictions Spark SQL expressions, each a model; {@code EXPR AS name} names it
 * @param target a Spark SQL expression
 * @param weight a Spark SQL expression; absent means that every weight is one
 * @param ignoredTargets targets equal to one of these are left out
 * @param treeDepth levels of the tree aggregation, at least 1
 */
public record EvaluationSpec(
    Optional<InputSpec> input,
    Optional<String> where,
    Optional<JoinSpec> join,
    List<String> predictions,
    String target,
    Optional<String> weight,
    Reduction reduction,
    Divisor divisor,
    List<String> ignoredTargets,
    ValuePolicies policies,
    KernelOption kernel,
    ReaderOption reader,
    int treeDepth) {

  public EvaluationSpec {
    predictions = List.copyOf(predictions);
    ignoredTargets = List.copyOf(ignoredTargets);
    if (predictions.isEmpty()) {
      throw EvaluationException.usage(
          "Cannot evaluate: no prediction is given; name at least one column with --prediction");
    }
    if (target.isBlank()) {
      throw EvaluationException.usage(
          "Cannot evaluate: no target is given; name its column with --target");
    }
    if (treeDepth < 1) {
      throw EvaluationException.usage(
          "Cannot aggregate: --tree-depth is " + treeDepth + "; give a number of at least 1");
    }
  }

  /** Starts a specification with every option at its default. */
  public static EvaluationSpecBuilder builder() {
    return new EvaluationSpecBuilder();
  }
}

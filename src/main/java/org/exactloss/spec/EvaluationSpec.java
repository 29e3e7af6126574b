package org.exactloss.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of one evaluation: immutable, validated without reading any data.
 *
 * @param input the data set; absent where the caller hands over a {@code Dataset}
 * @param where a Spark SQL condition on the input; other rows are not counted
 * @param join targets in a second data set
 * @param predictions Spark SQL expressions, each a model; {@code EXPR AS name} names it; none
 *     stands for the column that {@code model} adds
 * @param target a Spark SQL expression
 * @param weight a Spark SQL expression; absent means that every weight is one
 * @param ignoredTargets targets equal to one of these are left out
 * @param multioutput what becomes of the outputs of array predictions
 * @param batches batches whose losses are asked for
 * @param penalty what is added to the loss for the models' parameters
 * @param model computes the prediction first
 * @param analysis what is asked beyond the overall loss
 * @param tables the tables that are written
 * @param states where exact states are kept
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
    Multioutput multioutput,
    Optional<BatchSpec> batches,
    Optional<PenaltySpec> penalty,
    Optional<PredictionModel> model,
    AnalysisSpec analysis,
    TableOutputs tables,
    StateOutputs states,
    KernelOption kernel,
    ReaderOption reader,
    int treeDepth) {

  public EvaluationSpec {
    predictions = List.copyOf(predictions);
    ignoredTargets = List.copyOf(ignoredTargets);
    if (predictions.isEmpty() && model.isEmpty()) {
      throw EvaluationException.usage(
          "Cannot evaluate: no prediction is given; name at least one column with --prediction");
    }
    if (target.isBlank()) {
      throw EvaluationException.usage(
          "Cannot evaluate: no target is given; name its column with --target");
    }
    if (reduction == Reduction.NONE && tables.errors().isEmpty()) {
      throw EvaluationException.usage(
          "Cannot evaluate with --reduction none: each element's loss is a value of a table; name that"
              + " table with --errors URI");
    }
    if (penalty.isPresent() && reduction == Reduction.NONE) {
      throw EvaluationException.usage(
          "Cannot add a penalty with --reduction none: there is no single loss to add it to; use mean"
              + " or sum, or leave --parameters out");
    }
    if (penalty.isPresent() && multioutput.kind() == Multioutput.Kind.RAW) {
      throw EvaluationException.usage(
          "Cannot add a penalty with --multioutput raw: there is no single loss to add it to; use"
              + " uniform or weights, or leave --parameters out");
    }
    if (treeDepth < 1) {
      throw EvaluationException.usage(
          "Cannot aggregate: --tree-depth is " + treeDepth + "; give a number of at least 1");
    }
    analysis.requirePossible(multioutput);
    requirePossibleStates(states, join, penalty, batches, reduction, tables, analysis);
    Gates.requireComputed(analysis, reduction, penalty, batches);
  }

  private static void requirePossibleStates(
      StateOutputs states,
      Optional<JoinSpec> join,
      Optional<PenaltySpec> penalty,
      Optional<BatchSpec> batches,
      Reduction reduction,
      TableOutputs tables,
      AnalysisSpec analysis) {
    if (join.isPresent()) {
      states.refuseWith("--targets", "a row of one part may have its partner in another one");
    }
    if (penalty.isPresent()) {
      states.refuseWith("--parameters", "penalties are not in states");
    }
    if (batches.isPresent()) {
      states.refuseWith("batches", "means over batches are not in states");
    }
    if (reduction == Reduction.NONE) {
      states.refuseWith("--reduction none", "losses of single elements are not in states");
    }
    if (tables.worst() > 0) {
      states.refuseWith("--worst", "the elements with the largest errors are not in states");
    }
    if (states.checkpoint().isPresent()) {
      requirePossibleCheckpoint(tables, analysis);
    }
  }

  /** What needs the rows, or the slices on all executors, when the groups of files are added. */
  private static void requirePossibleCheckpoint(TableOutputs tables, AnalysisSpec analysis) {
    String option = "";
    if (tables.errors().isPresent()) {
      option = "--errors";
    } else if (tables.results().isPresent() && !analysis.slices().isEmpty()) {
      option = "--results and --slice";
    }
    if (!option.isEmpty()) {
      throw EvaluationException.usage(
          "Cannot use --checkpoint with "
              + option
              + ": finished groups of files are not read again, and their states do not have what"
              + " that needs; leave one of them out");
    }
  }

  /** The paths of everything that is read: data sets, parameters and models. */
  public List<String> inputPaths() {
    List<String> paths = new ArrayList<>();
    input.ifPresent(data -> paths.addAll(data.allPaths()));
    join.ifPresent(given -> paths.addAll(given.targets().allPaths()));
    penalty.ifPresent(given -> given.parameters().forEach(source -> paths.add(source.uri())));
    model.ifPresent(given -> paths.add(given.uri()));
    return paths;
  }

  /** The paths of everything that is written by Spark or for it, by the options that name them. */
  public Map<String, String> outputPaths() {
    Map<String, String> paths = new LinkedHashMap<>();
    tables.errors().ifPresent(uri -> paths.put("--errors", uri));
    tables.results().ifPresent(uri -> paths.put("--results", uri));
    states.state().ifPresent(uri -> paths.put("--state", uri));
    states.checkpoint().ifPresent(uri -> paths.put("--checkpoint", uri));
    return paths;
  }

  /** The same with other predictions. */
  public EvaluationSpec withPredictions(List<String> expressions) {
    return new EvaluationSpec(
        input,
        where,
        join,
        expressions,
        target,
        weight,
        reduction,
        divisor,
        ignoredTargets,
        policies,
        multioutput,
        batches,
        penalty,
        model,
        analysis,
        tables,
        states,
        kernel,
        reader,
        treeDepth);
  }

  /** Starts a specification with every option at its default. */
  public static EvaluationSpecBuilder builder() {
    return new EvaluationSpecBuilder();
  }
}

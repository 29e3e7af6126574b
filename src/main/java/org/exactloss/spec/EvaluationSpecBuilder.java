package org.exactloss.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects an {@link EvaluationSpec}; every option has its default until it is set. */
public final class EvaluationSpecBuilder {
  private final List<String> predictions = new ArrayList<>();
  private final List<String> ignoredTargets = new ArrayList<>();
  private Optional<InputSpec> input = Optional.empty();
  private Optional<String> where = Optional.empty();
  private Optional<JoinSpec> join = Optional.empty();
  private String target = "";
  private Optional<String> weight = Optional.empty();
  private Reduction reduction = Reduction.MEAN;
  private Divisor divisor = Divisor.WEIGHTS;
  private ValuePolicies policies = ValuePolicies.FAIL;
  private Multioutput multioutput = Multioutput.POOLED;
  private Optional<BatchSpec> batches = Optional.empty();
  private Optional<PenaltySpec> penalty = Optional.empty();
  private Optional<PredictionModel> model = Optional.empty();
  private AnalysisSpec analysis = AnalysisSpec.NONE;
  private TableOutputs tables = TableOutputs.NONE;
  private StateOutputs states = StateOutputs.NONE;
  private KernelOption kernel = KernelOption.AUTO;
  private ReaderOption reader = ReaderOption.AUTO;
  private int treeDepth = 2;

  EvaluationSpecBuilder() {}

  public EvaluationSpecBuilder input(InputSpec dataSet) {
    input = Optional.of(dataSet);
    return this;
  }

  public EvaluationSpecBuilder where(String condition) {
    where = Optional.of(condition);
    return this;
  }

  public EvaluationSpecBuilder join(JoinSpec targets) {
    join = Optional.of(targets);
    return this;
  }

  /** Adds a model. */
  public EvaluationSpecBuilder prediction(String expression) {
    predictions.add(expression);
    return this;
  }

  public EvaluationSpecBuilder target(String expression) {
    target = expression;
    return this;
  }

  public EvaluationSpecBuilder weight(String expression) {
    weight = Optional.of(expression);
    return this;
  }

  public EvaluationSpecBuilder reduction(Reduction value) {
    reduction = value;
    return this;
  }

  public EvaluationSpecBuilder divideBy(Divisor value) {
    divisor = value;
    return this;
  }

  /** Adds a target value that is left out. */
  public EvaluationSpecBuilder ignoreTarget(String value) {
    ignoredTargets.add(value);
    return this;
  }

  public EvaluationSpecBuilder policies(ValuePolicies value) {
    policies = value;
    return this;
  }

  public EvaluationSpecBuilder multioutput(Multioutput value) {
    multioutput = value;
    return this;
  }

  public EvaluationSpecBuilder batches(BatchSpec value) {
    batches = Optional.of(value);
    return this;
  }

  public EvaluationSpecBuilder penalty(PenaltySpec value) {
    penalty = Optional.of(value);
    return this;
  }

  /** A model that computes the prediction; without {@link #prediction} its column is evaluated. */
  public EvaluationSpecBuilder model(PredictionModel value) {
    model = Optional.of(value);
    return this;
  }

  public EvaluationSpecBuilder analysis(AnalysisSpec value) {
    analysis = value;
    return this;
  }

  public EvaluationSpecBuilder tables(TableOutputs value) {
    tables = value;
    return this;
  }

  public EvaluationSpecBuilder states(StateOutputs value) {
    states = value;
    return this;
  }

  public EvaluationSpecBuilder kernel(KernelOption value) {
    kernel = value;
    return this;
  }

  public EvaluationSpecBuilder reader(ReaderOption value) {
    reader = value;
    return this;
  }

  public EvaluationSpecBuilder treeDepth(int value) {
    treeDepth = value;
    return this;
  }

  public EvaluationSpec build() {
    return new EvaluationSpec(
        input,
        where,
        join,
        predictions,
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
}

package org.exactloss.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.JoinSpec;
import org.exactloss.spec.KernelOption;
import org.exactloss.spec.ReaderOption;
import org.exactloss.spec.Redaction;
import org.exactloss.spec.Reduction;
import org.exactloss.spec.StateOutputs;
import org.exactloss.spec.TableOutputs;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.store.ExistingOutput;

/**
 * What the command line asks for.
 *
 * @param report where the JSON report goes; {@code -} is standard output
 * @param html where the page goes
 * @param options the options as they were given
 */
record EvaluationRequest(
    EvaluationSpec spec,
    Optional<String> report,
    Optional<String> html,
    ExistingOutput existing,
    boolean explain,
    boolean quiet,
    Map<String, List<String>> options) {

  /** The paths of all that is written, by the options that name them. */
  Map<String, String> outputPaths() {
    Map<String, String> paths = new LinkedHashMap<>(spec.outputPaths());
    reportFile().ifPresent(uri -> paths.put("--report", uri));
    html.ifPresent(uri -> paths.put("--html", uri));
    return paths;
  }

  /** What is done with rows that have no partner. */
  private enum OnUnmatched {
    FAIL,
    SKIP
  }

  static EvaluationRequest of(OptionValues values) {
    return new EvaluationRequest(
        spec(values),
        values.text(EvaluateOption.REPORT).map(String::strip),
        values.text(EvaluateOption.HTML).map(String::strip),
        values.flag(EvaluateOption.OVERWRITE) ? ExistingOutput.REPLACE : ExistingOutput.REFUSE,
        values.flag(EvaluateOption.EXPLAIN),
        values.flag(EvaluateOption.QUIET),
        values.asGiven());
  }

  /** Where the JSON report is written as a file. */
  Optional<String> reportFile() {
    return report.filter(uri -> !uri.equals("-"));
  }

  boolean reportsToStandardOutput() {
    return report.isPresent() && reportFile().isEmpty();
  }

  /** What must not be shown: secret options of data sources, and secrets inside URIs. */
  List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    dataSets()
        .forEach(
            input -> {
              input.paths().forEach(path -> secrets.addAll(Redaction.secretsIn(path)));
              input.options().forEach((name, value) -> addSecrets(name, value, secrets));
            });
    return secrets;
  }

  private static void addSecrets(String name, String value, List<String> secrets) {
    if (Redaction.isSecret(name)) {
      secrets.add(value);
    } else {
      secrets.addAll(Redaction.secretsIn(value));
    }
  }

  private Stream<InputSpec> dataSets() {
    return Stream.concat(spec.input().stream(), spec.join().map(JoinSpec::targets).stream());
  }

  private static EvaluationSpec spec(OptionValues values) {
    EvaluationSpecBuilder builder = EvaluationSpec.builder();
    values.all(EvaluateOption.PREDICTION).forEach(builder::prediction);
    values.text(EvaluateOption.TARGET).ifPresent(builder::target);
    values.text(EvaluateOption.WEIGHT).ifPresent(builder::weight);
    values.text(EvaluateOption.WHERE).ifPresent(builder::where);
    values.all(EvaluateOption.IGNORE_TARGET).forEach(builder::ignoreTarget);
    join(values).ifPresent(builder::join);
    ModelOptions.model(values).ifPresent(builder::model);
    LossOptions.penalty(values).ifPresent(builder::penalty);
    LossOptions.batches(values).ifPresent(builder::batches);
    return builder
        .input(input(values))
        .reduction(values.choice(EvaluateOption.REDUCTION, Reduction.class))
        .divideBy(values.choice(EvaluateOption.DIVIDE_BY, Divisor.class))
        .policies(policies(values))
        .multioutput(LossOptions.multioutput(values))
        .analysis(
            values.isGiven(EvaluateOption.HTML)
                ? AnalysisOptions.ofPage(
                    AnalysisOptions.analysis(values), LossOptions.multioutput(values))
                : AnalysisOptions.analysis(values))
        .tables(tables(values))
        .states(
            new StateOutputs(
                values.text(EvaluateOption.STATE).map(String::strip),
                values.text(EvaluateOption.CHECKPOINT).map(String::strip)))
        .kernel(values.choice(EvaluateOption.KERNEL, KernelOption.class))
        .reader(values.choice(EvaluateOption.READER, ReaderOption.class))
        .treeDepth(values.wholeNumber(EvaluateOption.TREE_DEPTH))
        .build();
  }

  private static TableOutputs tables(OptionValues values) {
    return new TableOutputs(
        values.text(EvaluateOption.ERRORS).map(String::strip),
        values.flag(EvaluateOption.GRADIENT),
        AnalysisOptions.worst(values),
        values.list(EvaluateOption.KEEP),
        values.text(EvaluateOption.RESULTS).map(String::strip),
        values.flag(EvaluateOption.OVERWRITE));
  }

  private static InputSpec input(OptionValues values) {
    return new InputSpec(
        values.all(EvaluateOption.INPUT),
        values.text(EvaluateOption.TABLE),
        values.text(EvaluateOption.FORMAT).map(String::strip),
        values.settings(EvaluateOption.OPTION),
        values.text(EvaluateOption.SCHEMA));
  }

  private static Optional<JoinSpec> join(OptionValues values) {
    boolean skip =
        values.choice(EvaluateOption.ON_UNMATCHED, OnUnmatched.class) == OnUnmatched.SKIP;
    boolean joined =
        values.isGiven(EvaluateOption.TARGETS) || values.isGiven(EvaluateOption.TARGETS_FORMAT);
    if (joined) {
      InputSpec targets =
          new InputSpec(
              values.all(EvaluateOption.TARGETS),
              Optional.empty(),
              values.text(EvaluateOption.TARGETS_FORMAT).map(String::strip),
              values.settings(EvaluateOption.TARGETS_OPTION),
              Optional.empty());
      return Optional.of(new JoinSpec(targets, values.list(EvaluateOption.KEY), skip));
    }
    for (EvaluateOption option : List.of(EvaluateOption.KEY, EvaluateOption.TARGETS_OPTION)) {
      if (values.isGiven(option)) {
        throw values.missing(option, EvaluateOption.TARGETS);
      }
    }
    if (skip) {
      throw values.missing(EvaluateOption.ON_UNMATCHED, EvaluateOption.TARGETS);
    }
    return Optional.empty();
  }

  private static ValuePolicies policies(OptionValues values) {
    return new ValuePolicies(
        values.choice(EvaluateOption.ON_NULL, ValuePolicy.class),
        values.choice(EvaluateOption.ON_MALFORMED, ValuePolicy.class),
        values.choice(EvaluateOption.ON_NAN, ValuePolicy.class),
        values.choice(EvaluateOption.ON_INFINITE, ValuePolicy.class));
  }
}

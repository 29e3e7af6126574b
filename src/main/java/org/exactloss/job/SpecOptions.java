package org.exactloss.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.BatchSpec;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.Gate;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.JoinSpec;
import org.exactloss.spec.Metric;
import org.exactloss.spec.Multioutput;
import org.exactloss.spec.PenaltySpec;
import org.exactloss.spec.PredictionModel;
import org.exactloss.spec.TableOutputs;

/** A specification in the spelling of the command line, without what stands at its default. */
final class SpecOptions {
  private static final EvaluationSpec DEFAULTS = defaults();

  private final Map<String, List<String>> options = new LinkedHashMap<>();

  private SpecOptions() {}

  private static EvaluationSpec defaults() {
    EvaluationSpecBuilder builder = EvaluationSpec.builder();
    return builder.prediction("prediction").target("target").build();
  }

  static Map<String, List<String>> of(EvaluationSpec spec) {
    SpecOptions options = new SpecOptions();
    spec.input().ifPresent(input -> options.putInput(input, ""));
    options.put("where", spec.where());
    spec.join().ifPresent(options::putJoin);
    options.put("prediction", spec.predictions());
    options.put("target", List.of(spec.target()));
    options.put("weight", spec.weight());
    spec.model().ifPresent(options::putModel);
    options.put("ignore-target", spec.ignoredTargets());
    options.putEnum("reduction", spec.reduction(), DEFAULTS.reduction());
    options.putEnum("divide-by", spec.divisor(), DEFAULTS.divisor());
    options.putMultioutput(spec.multioutput());
    spec.penalty().ifPresent(options::putPenalty);
    spec.batches().ifPresent(options::putBatches);
    options.putAnalysis(spec.analysis());
    options.putTables(spec.tables());
    options.put("state", spec.states().state());
    options.put("checkpoint", spec.states().checkpoint());
    options.putEnum("on-null", spec.policies().onNull(), DEFAULTS.policies().onNull());
    options.putEnum(
        "on-malformed", spec.policies().onMalformed(), DEFAULTS.policies().onMalformed());
    options.putEnum("on-nan", spec.policies().onNan(), DEFAULTS.policies().onNan());
    options.putEnum("on-infinite", spec.policies().onInfinite(), DEFAULTS.policies().onInfinite());
    options.putEnum("kernel", spec.kernel(), DEFAULTS.kernel());
    options.putEnum("reader", spec.reader(), DEFAULTS.reader());
    if (spec.treeDepth() != DEFAULTS.treeDepth()) {
      options.put("tree-depth", List.of(Integer.toString(spec.treeDepth())));
    }
    return options.options;
  }

  private void putInput(InputSpec input, String prefix) {
    put(prefix.isEmpty() ? "input" : prefix, input.paths());
    put("table", input.table());
    String dash = prefix.isEmpty() ? "" : prefix + "-";
    put(dash + "format", input.format());
    put(
        dash + "option",
        input.options().entrySet().stream()
            .map(option -> option.getKey() + "=" + option.getValue())
            .sorted()
            .toList());
    put(dash + "schema", input.schema());
  }

  private void putJoin(JoinSpec join) {
    putInput(join.targets(), "targets");
    put("key", List.of(String.join(",", join.key())));
    if (join.skipUnmatched()) {
      put("on-unmatched", List.of("skip"));
    }
  }

  private void putModel(PredictionModel model) {
    boolean linear = model.kind() == PredictionModel.Kind.LINEAR;
    put(linear ? "linear-model" : "pipeline-model", List.of(model.uri()));
    putList("features", model.features());
  }

  private void putMultioutput(Multioutput multioutput) {
    if (multioutput.kind() == Multioutput.Kind.WEIGHTED) {
      putList("multioutput", multioutput.weights().stream().map(Object::toString).toList());
    } else {
      putEnum("multioutput", multioutput.kind(), Multioutput.Kind.POOLED);
    }
  }

  private void putPenalty(PenaltySpec penalty) {
    put("l1", List.of(Double.toString(penalty.l1())));
    put("l2", List.of(Double.toString(penalty.l2())));
    put(
        "parameters",
        penalty.parameters().stream()
            .map(given -> given.prediction().map(name -> name + "=").orElse("") + given.uri())
            .toList());
  }

  private void putBatches(BatchSpec batches) {
    put("batch-by", batches.by());
    if (batches.size() > 0) {
      put("batch-size", List.of(Long.toString(batches.size())));
    }
    putList("order-by", batches.orderBy());
  }

  private void putAnalysis(AnalysisSpec analysis) {
    put("slice", analysis.slices().stream().map(names -> String.join(",", names)).toList());
    put("metric", analysis.metrics().stream().sorted().map(Metric::label).toList());
    put(
        "confidence",
        analysis.comparison().confidence().map(level -> level.level().toPlainString()));
    put("baseline", analysis.comparison().baseline());
    put("fail-if", analysis.gates().stream().map(Gate::text).toList());
    if (analysis.reportedSlices() != AnalysisSpec.REPORTED_SLICES) {
      put("report-slices", List.of(Integer.toString(analysis.reportedSlices())));
    }
  }

  private void putTables(TableOutputs tables) {
    put("results", tables.results());
    put("errors", tables.errors());
    putFlag("gradient", tables.gradient());
    if (tables.worst() > 0) {
      put("worst", List.of(Integer.toString(tables.worst())));
    }
    putList("keep", tables.keep());
    putFlag("overwrite", tables.overwrite());
  }

  private void putFlag(String name, boolean value) {
    if (value) {
      put(name, List.of("true"));
    }
  }

  private void putList(String name, List<String> values) {
    if (!values.isEmpty()) {
      put(name, List.of(String.join(",", values)));
    }
  }

  private void put(String name, Optional<String> value) {
    value.ifPresent(text -> put(name, List.of(text)));
  }

  private void put(String name, List<String> values) {
    if (!values.isEmpty()) {
      options.put(name, values);
    }
  }

  private void putEnum(String name, Enum<?> value, Enum<?> standard) {
    if (value != standard) {
      put(name, List.of(value.name().toLowerCase(Locale.ROOT)));
    }
  }
}

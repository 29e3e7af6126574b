package org.exactloss.job;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.Metric;
import org.exactloss.spec.Multioutput;
import org.exactloss.spec.Redaction;
import org.exactloss.spec.Reduction;
import org.exactloss.spec.StateOutputs;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;

/**
 * What a state remembers of what was asked: all that its sums, and the results that are made of
 * them, depend on. Names are those of options; secrets are masked. Two states can be added if these
 * are equal.
 */
final class StateRequest {
  private static final String SLICE = "slice";
  private static final String TRUE = "true";

  private final SortedMap<String, List<String>> asked = new TreeMap<>();

  private StateRequest() {}

  /** What was asked of a data set of known files. */
  static SortedMap<String, List<String>> of(SparkSession spark, Sources sources) {
    Optional<String> model =
        sources
            .spec()
            .model()
            .map(given -> new ModelFiles(given, spark.sparkContext().hadoopConfiguration()))
            .map(ModelFiles::digest);
    return of(
        sources.spec(),
        sources.files().get(0).format(),
        spark.conf().get("spark.sql.session.timeZone"),
        model);
  }

  /**
   * What was asked.
   *
   * @param format the data source that reads the input
   * @param zone the session's time zone, on which expressions may depend
   * @param model the digest of the model's files, where one computes the prediction
   */
  static SortedMap<String, List<String>> of(
      EvaluationSpec spec, String format, String zone, Optional<String> model) {
    StateRequest request = new StateRequest();
    request.put("format", format);
    spec.input().ifPresent(request::putInput);
    spec.where().ifPresent(where -> request.put("where", where));
    request.asked.put("prediction", spec.predictions());
    request.put("target", spec.target());
    spec.weight().ifPresent(weight -> request.put("weight", weight));
    spec.model().ifPresent(given -> request.put("features", given.features()));
    model.ifPresent(digest -> request.put("model", digest));
    request.put("ignore-target", spec.ignoredTargets());
    request.put("reduction", name(spec.reduction()));
    request.put("divide-by", name(spec.divisor()));
    request.put("multioutput", name(spec.multioutput().kind()));
    request.put(
        "multioutput-weights",
        spec.multioutput().weights().stream().map(Object::toString).toList());
    request.putPolicies(spec.policies());
    request.putAnalysis(spec.analysis());
    request.put("time-zone", zone);
    return request.asked;
  }

  private void putInput(InputSpec input) {
    put(
        "option",
        input.options().entrySet().stream()
            .map(
                option ->
                    Redaction.optionValue("option", option.getKey() + "=" + option.getValue()))
            .sorted()
            .toList());
    input.schema().ifPresent(schema -> put("schema", schema));
  }

  private void putPolicies(ValuePolicies policies) {
    put("on-null", name(policies.onNull()));
    put("on-malformed", name(policies.onMalformed()));
    put("on-nan", name(policies.onNan()));
    put("on-infinite", name(policies.onInfinite()));
  }

  private void putAnalysis(AnalysisSpec analysis) {
    for (int i = 0; i < analysis.slices().size(); i++) {
      put("%s-%04d".formatted(SLICE, i), analysis.slices().get(i));
    }
    put("metric", analysis.metrics().stream().sorted().map(Metric::label).toList());
    analysis
        .comparison()
        .confidence()
        .ifPresent(level -> put("confidence", level.level().toPlainString()));
    analysis.comparison().baseline().ifPresent(name -> put("baseline", name));
    if (analysis.pictures()) {
      put("pictures", TRUE);
    }
    if (!analysis.slices().isEmpty()) {
      put("report-slices", Integer.toString(analysis.reportedSlices()));
    }
  }

  private void put(String name, String value) {
    put(name, List.of(value));
  }

  private void put(String name, List<String> values) {
    if (!values.isEmpty()) {
      asked.put(name, values);
    }
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * A specification that finishes sums as the one that was asked; it names no input.
   *
   * @throws RuntimeException if nobody can have asked so
   */
  static EvaluationSpec spec(Map<String, List<String>> asked) {
    EvaluationSpecBuilder builder = EvaluationSpec.builder();
    asked.getOrDefault("prediction", List.of()).forEach(builder::prediction);
    single(asked, "where").ifPresent(builder::where);
    single(asked, "weight").ifPresent(builder::weight);
    asked.getOrDefault("ignore-target", List.of()).forEach(builder::ignoreTarget);
    List<Double> weights =
        asked.getOrDefault("multioutput-weights", List.of()).stream().map(Double::valueOf).toList();
    return builder
        .target(single(asked, "target").orElseThrow())
        .reduction(choice(asked, "reduction", Reduction.class))
        .divideBy(choice(asked, "divide-by", Divisor.class))
        .multioutput(new Multioutput(choice(asked, "multioutput", Multioutput.Kind.class), weights))
        .policies(
            new ValuePolicies(
                choice(asked, "on-null", ValuePolicy.class),
                choice(asked, "on-malformed", ValuePolicy.class),
                choice(asked, "on-nan", ValuePolicy.class),
                choice(asked, "on-infinite", ValuePolicy.class)))
        .analysis(analysis(asked))
        .states(StateOutputs.NONE)
        .build();
  }

  private static AnalysisSpec analysis(Map<String, List<String>> asked) {
    List<List<String>> slices =
        asked.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(SLICE + "-"))
            .map(Map.Entry::getValue)
            .toList();
    Set<Metric> metrics = EnumSet.noneOf(Metric.class);
    metrics.addAll(Metric.requested(asked.getOrDefault("metric", List.of())));
    return new AnalysisSpec(
        slices,
        metrics,
        new Comparison(
            single(asked, "confidence").map(level -> new ConfidenceLevel(new BigDecimal(level))),
            single(asked, "baseline")),
        List.of(),
        asked.containsKey("pictures"),
        single(asked, "report-slices").map(Integer::valueOf).orElse(AnalysisSpec.REPORTED_SLICES));
  }

  private static Optional<String> single(Map<String, List<String>> asked, String name) {
    return Optional.ofNullable(asked.get(name)).map(values -> values.get(0));
  }

  private static <E extends Enum<E>> E choice(
      Map<String, List<String>> asked, String name, Class<E> type) {
    return Enum.valueOf(type, single(asked, name).orElseThrow().toUpperCase(Locale.ROOT));
  }
}

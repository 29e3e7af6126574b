package org.exactloss.report;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.exactloss.metric.LossMetrics;
import org.exactloss.report.EvaluationReport.JoinCounts;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Reduction;

/** Prepared reports, for tests of what is done with them. */
public final class Reports {
  public static final String REFUSAL =
      "Cannot give the loss of linear_model: 2,949 of 26,115 elements are null (nullTarget 1,"
          + " nullPrediction 2,948); use --on-null skip to leave them out, or mend the data";

  private Reports() {}

  /** The first model of the examples. */
  public static ModelResult persistence() {
    return result(
        "persistence_1h",
        26115,
        26115,
        26065,
        counts("nullTarget", 1, "nullPrediction", 49),
        List.of(),
        metrics(26065, 76420.422, 2.931917206982544, 1.712284207420761, 'a'));
  }

  public static ModelResult refused() {
    return result(
        "linear_model",
        26115,
        26115,
        23166,
        counts("nullTarget", 1, "nullPrediction", 2948),
        List.of(REFUSAL),
        metrics(23166, 57604.89967205021, 2.4866139891241565, 1.576900120211853, 'b'));
  }

  /** A model whose loss is the mean. */
  public static ModelResult result(
      String prediction,
      long rows,
      long elements,
      long used,
      Map<String, Long> excluded,
      List<String> refusals,
      LossMetrics metrics) {
    OptionalDouble loss = metrics == null ? OptionalDouble.empty() : metrics.mean();
    return new ModelResult(
        prediction,
        OptionalInt.empty(),
        rows,
        elements,
        used,
        excluded,
        refusals,
        metrics,
        loss,
        OptionalDouble.empty(),
        Map.of());
  }

  public static EvaluationReport of(ModelResult... results) {
    return new EvaluationReport(
        Reduction.MEAN,
        List.of(results),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        provenance(Map.of()));
  }

  public static EvaluationReport joined(Map<String, List<String>> options, ModelResult... results) {
    return new EvaluationReport(
        Reduction.SUM,
        Stream.of(results).map(Reports::withSumAsLoss).toList(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.of(new JoinCounts(1234567, 3, 0)),
        provenance(options));
  }

  /** Two models over three batches; the second model has nothing usable in the batch of null. */
  public static EvaluationReport batched() {
    ModelResult first = result("a", 6, 6, 6, Map.of(), List.of(), metrics(6, 12, 2, 1.5, 'a'));
    ModelResult second = result("b", 6, 6, 4, Map.of(), List.of(), metrics(4, 2, 0.5, 0.75, 'b'));
    OptionalDouble none = OptionalDouble.empty();
    LossMetrics empty = new LossMetrics(none, none, none, none, "sha256:0");
    ModelResult nothing = result("b", 2, 2, 0, counts("nullPrediction", 2), List.of(), empty);
    return new EvaluationReport(
        Reduction.MEAN,
        List.of(first, second),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.of(
            new BatchReport(
                "day\u001B",
                1200,
                List.of(
                    new BatchReport.Mean(OptionalDouble.of(2.25), 1200),
                    new BatchReport.Mean(OptionalDouble.of(0.5), 1199)),
                List.of(
                    new BatchReport.Batch(null, List.of(first, nothing)),
                    new BatchReport.Batch("2025-01-01", List.of(first, second)),
                    new BatchReport.Batch(Double.NaN, List.of(first, second))))),
        Optional.empty(),
        provenance(Map.of()));
  }

  private static ModelResult withSumAsLoss(ModelResult result) {
    return new ModelResult(
        result.prediction(),
        result.output(),
        result.rows(),
        result.elements(),
        result.used(),
        result.excluded(),
        result.refusals(),
        result.metrics(),
        result.metrics().sum(),
        result.penalty(),
        result.further());
  }

  public static LossMetrics metrics(
      double weightSum, double sum, double mean, double rmse, char digest) {
    return new LossMetrics(
        OptionalDouble.of(weightSum),
        OptionalDouble.of(sum),
        OptionalDouble.of(mean),
        OptionalDouble.of(rmse),
        "sha256:" + String.valueOf(digest).repeat(64));
  }

  public static Map<String, Long> counts(Object... namesAndCounts) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndCounts.length; i += 2) {
      counts.put((String) namesAndCounts[i], ((Integer) namesAndCounts[i + 1]).longValue());
    }
    return counts;
  }

  private static Provenance provenance(Map<String, List<String>> options) {
    return new Provenance(
        List.of(new Provenance.Input("forecasts.csv.gz", "csv", 1, 417000, "2025-11-23T05:30:00Z")),
        options,
        "rows: CSV has no columns",
        "plain: the vector module is missing",
        "4.1.0",
        "17.0.15",
        "0.1.0",
        Instant.parse("2025-11-23T06:00:00Z"),
        Duration.ofMillis(1500),
        26115);
  }
}

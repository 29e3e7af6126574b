package org.exactloss.report.page;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.exactloss.metric.LossMetrics;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.BatchReport;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.GateResult;
import org.exactloss.report.JsonReport;
import org.exactloss.report.Pictures;
import org.exactloss.report.Provenance;
import org.exactloss.report.SlicingReport;
import org.exactloss.report.WorstReport;
import org.exactloss.spec.Gate;
import org.exactloss.spec.Metric;
import org.exactloss.spec.Reduction;

/** Prepared reports with everything that a page shows. */
final class PageReports {
  private PageReports() {}

  /** What the report is made of. */
  record Names(List<String> models, String slicing, List<?> slices, String batch, String option) {}

  /** The JSON as the program would read it. */
  static ReportDocument read(EvaluationReport report) {
    return ReportDocument.parse(
        JsonReport.of(report).getBytes(StandardCharsets.US_ASCII), "of the test");
  }

  static String page(EvaluationReport report) {
    return HtmlPage.of(List.of(read(report)));
  }

  /** A report of these names: slices, batches, gates and pictures of every model. */
  static EvaluationReport of(Names names) {
    List<ModelResult> results = new ArrayList<>();
    for (int i = 0; i < names.models().size(); i++) {
      results.add(result(names.models().get(i), 1.5 + i));
    }
    List<SlicingReport.Slice> slices = new ArrayList<>();
    for (Object value : names.slices()) {
      slices.add(
          new SlicingReport.Slice(
              List.of(value),
              results.stream()
                  .map(result -> result.with(share(1.0 / names.slices().size())))
                  .toList()));
    }
    String model = names.models().get(0);
    return report(results, provenance(names))
        .withSlicings(List.of(new SlicingReport(List.of(names.slicing()), slices.size(), slices)))
        .withBatches(
            new BatchReport(
                names.batch(),
                2,
                results.stream().map(it -> new BatchReport.Mean(OptionalDouble.of(3), 2)).toList(),
                List.of(
                    new BatchReport.Batch(names.slices().get(0), results),
                    new BatchReport.Batch(2L, results))))
        .withPictures(results.stream().map(it -> pictures()).toList())
        .withWorst(
            List.of(
                new WorstReport(
                    model,
                    List.of(
                        new WorstReport.Element(
                            -2.5,
                            0.1 + 0.2,
                            3L,
                            1L,
                            OptionalInt.empty(),
                            Map.of(names.slicing(), names.slices().get(0)))))))
        .withGates(
            List.of(
                new GateResult(
                    Gate.parse("rmse > 3"),
                    2,
                    1,
                    List.of(
                        new GateResult.Firing(
                            model,
                            OptionalInt.empty(),
                            Map.of(names.slicing(), names.slices().get(0)),
                            MetricValue.of(4))))));
  }

  static EvaluationReport report(List<ModelResult> results, Provenance provenance) {
    return new EvaluationReport(
        Reduction.MEAN,
        results,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        provenance);
  }

  static Provenance provenance(Names names) {
    return new Provenance(
        List.of(new Provenance.Input(names.option(), "csv", 1, 12, "2026-01-01T00:00:00Z")),
        Map.of("target", List.of(names.option()), "confidence", List.of("0.95")),
        names.option(),
        "vector",
        "4.1.0",
        "17",
        "0.1.0",
        Instant.parse("2026-01-02T03:04:05Z"),
        Duration.ofSeconds(2),
        10);
  }

  /** A result whose rmse is this. */
  static ModelResult result(String name, double rmse) {
    double mean = rmse * rmse;
    LossMetrics metrics =
        new LossMetrics(
            OptionalDouble.of(9),
            OptionalDouble.of(9 * mean),
            OptionalDouble.of(mean),
            OptionalDouble.of(rmse),
            "sha256:0123456789abcdef");
    return result(name, 9, Map.of("nullTarget", 1L), List.of(), metrics)
        .with(
            Map.of(
                Metric.R2,
                MetricValue.of(1 - mean / 100),
                Metric.RMSE_INTERVAL,
                new MetricValue.Interval(rmse * 0.9, rmse * 1.1)));
  }

  /** A result of nothing. */
  static ModelResult empty(String name, List<String> refusals) {
    OptionalDouble none = OptionalDouble.empty();
    return result(
        name,
        0,
        Map.of("nullPrediction", 10L),
        refusals,
        new LossMetrics(OptionalDouble.of(0), none, none, none, "sha256:0"));
  }

  private static ModelResult result(
      String name,
      long used,
      Map<String, Long> excluded,
      List<String> refusals,
      LossMetrics metrics) {
    return new ModelResult(
        name,
        OptionalInt.empty(),
        10,
        10,
        used,
        excluded,
        refusals,
        metrics,
        metrics.mean(),
        OptionalDouble.empty(),
        Map.of());
  }

  private static Map<Metric, MetricValue> share(double part) {
    return Map.of(Metric.SHARE, MetricValue.of(part));
  }

  /** Counts of nine elements. */
  static Pictures pictures() {
    return pictures(1);
  }

  /** The same with all targets, predictions and errors times this power of two. */
  static Pictures pictures(double unit) {
    return new Pictures(
        new Pictures.ErrorHistogram(
            List.of(
                new Pictures.ErrorHistogram.Bin(-2.5 * unit, -2 * unit, 2),
                new Pictures.ErrorHistogram.Bin(-0.25 * unit, 0.25 * unit, 4),
                new Pictures.ErrorHistogram.Bin(1 * unit, 1.25 * unit, 3)),
            1),
        new Pictures.TargetProfile(
            List.of(
                new Pictures.TargetProfile.Bin(
                    1 * unit, 1.25 * unit, 5, 0.5 * unit, 1.5 * unit * unit),
                new Pictures.TargetProfile.Bin(
                    1.25 * unit, 1.5 * unit, 4, -0.5 * unit, 1.25 * unit * unit))),
        new Pictures.PredictionTarget(
            List.of(
                new Pictures.Range(1 * unit, 1.25 * unit),
                new Pictures.Range(1.25 * unit, 1.5 * unit)),
            List.of(
                new Pictures.Range(-1.25 * unit, -1 * unit),
                new Pictures.Range(1 * unit, 1.25 * unit)),
            List.of(
                new Pictures.PredictionTarget.Cell(0, 1, 4),
                new Pictures.PredictionTarget.Cell(1, 0, 5))));
  }
}

package org.exactloss.report.page;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.exactloss.job.Evaluator;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.BatchSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.Gate;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.Metric;
import org.exactloss.spec.TableOutputs;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;

/** The report on the shipped weather data, with everything that a page can show. */
final class WeatherPage {
  private WeatherPage() {}

  static EvaluationReport report() {
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths("src/examples/weather_forecasts.csv.gz"))
            .prediction("persistence_1h")
            .prediction("persistence_24h")
            .prediction("linear_model")
            .target("temperature")
            .weight("weight")
            .policies(
                new ValuePolicies(
                    ValuePolicy.SKIP, ValuePolicy.FAIL, ValuePolicy.FAIL, ValuePolicy.FAIL))
            .batches(BatchSpec.by("CAST(month AS INT)"))
            .analysis(analysis().withPictures())
            .tables(
                new TableOutputs(
                    Optional.empty(),
                    false,
                    5,
                    List.of("station", "time"),
                    Optional.empty(),
                    false))
            .build();
    return new Evaluator(LocalSpark.session()).evaluate(spec);
  }

  private static AnalysisSpec analysis() {
    return new AnalysisSpec(
        List.of(List.of("station"), List.of("CAST(month AS INT) AS month", "station")),
        Set.of(Metric.R2, Metric.MAE, Metric.BIAS),
        new Comparison(
            Optional.of(new ConfidenceLevel(new BigDecimal("0.95"))),
            Optional.of("persistence_1h")),
        List.of(
            Gate.parse("linear_model: meanChangeInterval.hi > 0"),
            Gate.parse("any slice: linear_model: r2 < 0.9")),
        1000);
  }
}

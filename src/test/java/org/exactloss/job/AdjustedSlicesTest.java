package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.SlicingReport;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.Metric;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every slice has its corrected p-value, be there few slices, which the driver looks at, or many,
 * which tasks look at, and whichever classes a session uses for dates and times.
 */
class AdjustedSlicesTest {
  private static final String JAVA_8 = "spark.sql.datetime.java8API.enabled";

  @TempDir Path folder;

  @AfterEach
  void restoreSession() {
    SparkSession.setActiveSession(LocalSpark.session());
  }

  @ParameterizedTest
  @CsvSource({"3, false", "3, true", "5000, false", "5000, true"})
  void everySliceHasItsCorrectedPValue(int slices, boolean java8) {
    SparkSession spark = LocalSpark.session().newSession();
    spark.conf().set(JAVA_8, java8);
    SparkSession.setActiveSession(spark); // whose settings count on the driver, as in a program
    spark
        .range(0, 4L * slices, 1, 2)
        .selectExpr(
            "date_add(DATE'2025-01-01', CAST(id % " + slices + " AS INT)) AS day",
            "timestamp_micros(id % " + slices + ") AS moment",
            "randn(1) AS p",
            "randn(2) AS q",
            "randn(3) AS t")
        .write()
        .parquet(folder.resolve("data").toString());
    List<List<String>> asked = List.of(List.of("day"), List.of("moment", "day"));
    EvaluationReport report =
        new Evaluator(spark)
            .evaluate(
                EvaluationSpec.builder()
                    .input(InputSpec.ofPaths(folder.resolve("data").toString()))
                    .prediction("p")
                    .prediction("q")
                    .target("t")
                    .analysis(
                        new AnalysisSpec(
                            asked,
                            Set.of(),
                            new Comparison(Optional.of(ConfidenceLevel.DEFAULT), Optional.of("p")),
                            List.of(),
                            slices))
                    .build());
    assertThat(report.slicings()).hasSize(asked.size());
    for (SlicingReport slicing : report.slicings()) {
      assertThat(slicing.most()).hasSize(slices);
      for (SlicingReport.Slice slice : slicing.most()) {
        assertThat(slice.results().get(1).further().get(Metric.MEAN_CHANGE_ADJUSTED_P_VALUE))
            .as("%s of %s", slice.values(), slicing.names())
            .isInstanceOf(MetricValue.Number.class);
      }
    }
  }
}

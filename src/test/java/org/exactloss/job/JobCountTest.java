package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.TableOutputs;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One scan is one Spark job, whatever the number of models; progress is told by tasks. */
class JobCountTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir Path folder;

  /** Also where the largest errors are looked for. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void oneJobForAllModels(int worst) throws Exception {
    String path = folder.resolve("data").toString();
    SPARK
        .range(0, 1000, 1, 70)
        .selectExpr("id AS a", "id * 2 AS b", "id * 3 AS c", "id * 4 AS t")
        .write()
        .parquet(path);
    List<String> jobs = Collections.synchronizedList(new ArrayList<>());
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            jobs.add(String.valueOf(start.properties().getProperty("spark.job.description")));
          }
        };
    List<String> progress = Collections.synchronizedList(new ArrayList<>());
    SPARK.range(1).count();
    drainListeners();
    SPARK.sparkContext().addSparkListener(listener);
    EvaluationReport report;
    try {
      report =
          new Evaluator(SPARK)
              .onProgress((finished, total) -> progress.add(finished + "/" + total))
              .evaluate(
                  EvaluationSpec.builder()
                      .input(InputSpec.ofPaths(path))
                      .prediction("a")
                      .prediction("b")
                      .prediction("c")
                      .target("t")
                      .tables(
                          new TableOutputs(
                              Optional.empty(),
                              false,
                              worst,
                              worst == 0 ? List.of() : List.of("b"),
                              Optional.empty(),
                              false))
                      .build());
      drainListeners();
    } finally {
      SPARK.sparkContext().removeSparkListener(listener);
    }
    assertThat(report.results()).hasSize(3);
    assertThat(report.worst()).hasSize(worst == 0 ? 0 : 3);
    assertThat(jobs)
        .filteredOn(description -> description.startsWith("ExactLoss"))
        .containsExactly("ExactLoss: squared error of a, b, c against t");
    // The schema comes without a job of Spark's own.
    assertThat(jobs).hasSize(1);
    assertThat(progress.get(0)).startsWith("0/");
    String last = progress.get(progress.size() - 1);
    assertThat(last.split("/")[0]).isEqualTo(last.split("/")[1]);
  }

  /** Waits until all events so far were heard. */
  private static void drainListeners() throws Exception {
    SPARK.sparkContext().listenerBus().waitUntilEmpty();
  }
}

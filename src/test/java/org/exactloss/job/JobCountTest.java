package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One scan is one Spark job, whatever the number of models; progress is told by tasks. */
class JobCountTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir Path folder;

  @Test
  void oneJobForAllModels() throws Exception {
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
                      .build());
      drainListeners();
    } finally {
      SPARK.sparkContext().removeSparkListener(listener);
    }
    assertThat(report.results()).hasSize(3);
    assertThat(jobs)
        .filteredOn(description -> description.startsWith("ExactLoss"))
        .containsExactly("ExactLoss: squared error of a, b, c against t");
    // Beside the scan only Spark's own look at the footers for the schema.
    assertThat(jobs.size()).isLessThanOrEqualTo(2);
    assertThat(progress.get(0)).startsWith("0/");
    String last = progress.get(progress.size() - 1);
    assertThat(last.split("/")[0]).isEqualTo(last.split("/")[1]);
  }

  /** Waits until all events so far were heard. */
  private static void drainListeners() throws Exception {
    SPARK.sparkContext().listenerBus().waitUntilEmpty();
  }
}

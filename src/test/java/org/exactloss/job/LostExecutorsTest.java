package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.SparkException;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.junit.jupiter.api.Test;

/** The messages are those of Spark 4.1. */
class LostExecutorsTest {
  private static final String REMEDY = "; see in the logs of the executors why they ended";

  private static RuntimeException translated(String message) {
    return SparkFailures.translate("evaluate", new SparkException(message));
  }

  @Test
  void executorsThatEndOnOneTask() {
    RuntimeException failure =
        translated(
            "Job aborted due to stage failure: Task 15 in stage 2.0 failed 4 times, most recent"
                + " failure: Lost task 15.3 in stage 2.0 (TID 26) (127.0.0.1 executor 11):"
                + " ExecutorLostFailure (executor 11 exited caused by one of the running tasks)"
                + " Reason: Command exited with code 137\nDriver stacktrace:");
    assertThat(failure)
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessageStartingWith(
            "Cannot evaluate: executors ended 4 times while they worked on one task, the last one"
                + " executor 11 (Command exited with code 137)"
                + REMEDY);
  }

  @Test
  void partsThatAreLost() {
    assertThat(
            translated(
                "Job aborted due to stage failure: ShuffleMapStage 3 (mapPartitions at"
                    + " GroupScan.java:50) has failed the maximum allowable number of times: 4."
                    + " Most recent failure reason:\n"
                    + "org.apache.spark.shuffle.FetchFailedException: Failed to connect\n\tat x"))
        .hasMessageStartingWith(
            "Cannot evaluate: parts that executors had made were lost 4 times"
                + " (org.apache.spark.shuffle.FetchFailedException: Failed to connect)"
                + REMEDY);
  }

  @Test
  void faultsOfTheProgramStayFaults() {
    for (String message :
        List.of(
            "Job aborted due to stage failure: Task not serializable",
            "Job aborted due to stage failure: Task 1 in stage 0.0 failed 4 times, most recent"
                + " failure: Lost task 1.3 in stage 0.0 (TID 9) (host executor 1):"
                + " java.lang.NullPointerException")) {
      assertThat(translated(message)).isNotInstanceOf(EvaluationException.class);
    }
  }
}

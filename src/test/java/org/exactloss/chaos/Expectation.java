package org.exactloss.chaos;

import java.io.IOException;
import java.util.List;

/**
 * What a job without a fault yields.
 *
 * @param results of the report
 * @param tasks how many tasks its Spark jobs have
 * @param rowsRead from files
 */
record Expectation(String results, int tasks, long rowsRead) {
  private static final long SECONDS = 300;

  /** Runs the job without a fault. */
  static Expectation of(Cluster cluster, Shape shape, CampaignData data)
      throws IOException, InterruptedException {
    try (Job job = Job.start(cluster, shape, data, "fault-free", List.of(), List.of())) {
      if (!job.ends(SECONDS) || job.exitCode() != 0 || job.results().isEmpty()) {
        throw new IllegalStateException(
            "The job without a fault did not end well: " + job.messages());
      }
      return new Expectation(job.results(), job.events().endedTasks(), job.events().rowsRead());
    }
  }
}

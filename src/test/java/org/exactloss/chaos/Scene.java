package org.exactloss.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * What a fault finds when it strikes.
 *
 * @param data what the job reads; a copy that may be damaged
 */
record Scene(Cluster cluster, Job job, CampaignData data, Random random) {
  private static final long POLL_MILLISECONDS = 20;
  private static final long EXECUTOR_SECONDS = 20;

  /** Any executor of the job; −1 if none appears. */
  long anyExecutor() throws IOException, InterruptedException {
    List<Long> all = executors(1);
    return all.isEmpty() ? -1 : all.get(random.nextInt(all.size()));
  }

  /** The executors of the job, once there are so many, or when the job has ended or waited long. */
  List<Long> executors(int atLeast) throws IOException, InterruptedException {
    String application = job.events().application().orElseThrow();
    long end = System.currentTimeMillis() + EXECUTOR_SECONDS * 1000;
    List<Long> all = cluster.executors(application);
    while (all.size() < atLeast && job.isAlive() && System.currentTimeMillis() < end) {
      Thread.sleep(POLL_MILLISECONDS);
      all = cluster.executors(application);
    }
    return all;
  }

  /** Waits; less long if the job ends. */
  void pause(long milliseconds) throws InterruptedException {
    long end = System.currentTimeMillis() + milliseconds;
    while (job.isAlive() && System.currentTimeMillis() < end) {
      Thread.sleep(POLL_MILLISECONDS);
    }
  }
}

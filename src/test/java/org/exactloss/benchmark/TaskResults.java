package org.exactloss.benchmark;

import java.util.concurrent.TimeUnit;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** What the tasks of Spark's jobs send to the driver, and how many tasks there are. */
final class TaskResults extends SparkListener {
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(1);

  private long tasks;
  private long bytes;
  private long largest;
  private int running;

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    running++;
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd end) {
    running--;
    notifyAll();
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    tasks++;
    long size = end.taskMetrics().resultSize();
    bytes += size;
    largest = Math.max(largest, size);
  }

  /** Events come some time after what they tell of: waits until every job has ended. */
  synchronized TaskResults settled() {
    long end = System.nanoTime() + PATIENCE;
    try {
      while ((running > 0 || tasks == 0) && System.nanoTime() < end) {
        wait(TimeUnit.SECONDS.toMillis(1));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (running > 0 || tasks == 0) {
      throw new IllegalStateException("Spark told of no end of a job");
    }
    return this;
  }

  synchronized long tasks() {
    return tasks;
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized long largest() {
    return largest;
  }
}

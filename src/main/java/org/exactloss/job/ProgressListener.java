package org.exactloss.job;

/** Hears how far a scan has come; called from Spark's listener thread. */
@FunctionalInterface
public interface ProgressListener {
  void update(int finishedTasks, int totalTasks);
}

package org.exactloss.job;

import java.util.HashSet;
import java.util.Set;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import scala.jdk.javaapi.CollectionConverters;

/** Counts the finished tasks of one job group, which Spark tells of on a thread of its own. */
final class TaskProgress extends SparkListener {
  private final String jobGroup;
  private final ProgressListener listener;
  private final Set<Integer> stages = new HashSet<>();
  private int total;
  private int finished;
  private boolean ended;

  TaskProgress(String jobGroup, ProgressListener listener) {
    this.jobGroup = jobGroup;
    this.listener = listener;
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    if (!ended && jobGroup.equals(start.properties().getProperty("spark.jobGroup.id"))) {
      for (StageInfo stage : CollectionConverters.asJava(start.stageInfos())) {
        if (stages.add(stage.stageId())) {
          total += stage.numTasks();
        }
      }
      listener.update(finished, total);
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    if (!ended && stages.contains(end.stageId()) && end.taskInfo().successful()) {
      finished++;
      listener.update(Math.min(finished, total), total);
    }
  }

  /** Tells that all tasks are finished, of which Spark may not have told yet. */
  synchronized void finish() {
    if (finished < total) {
      finished = total;
      listener.update(finished, total);
    }
    ended = true;
  }
}

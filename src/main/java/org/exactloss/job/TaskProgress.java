package org.exactloss.job;

import java.util.HashSet;
import java.util.Set;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import scala.jdk.javaapi.CollectionConverters;

/** Counts the finished tasks of one job group. */
final class TaskProgress extends SparkListener {
  private final String jobGroup;
  private final ProgressListener listener;
  private final Set<Integer> stages = new HashSet<>();
  private int total;
  private int finished;

  TaskProgress(String jobGroup, ProgressListener listener) {
    this.jobGroup = jobGroup;
    this.listener = listener;
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    if (jobGroup.equals(start.properties().getProperty("spark.jobGroup.id"))) {
      for (StageInfo stage : CollectionConverters.asJava(start.stageInfos())) {
        if (stages.add(stage.stageId())) {
          total += stage.numTasks();
        }
      }
      listener.update(finished, total);
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (stages.contains(end.stageId()) && end.taskInfo().successful()) {
      finished++;
      listener.update(Math.min(finished, total), total);
    }
  }
}

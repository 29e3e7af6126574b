package org.exactloss.scan;

import java.util.Iterator;
import org.apache.spark.InterruptibleIterator;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.FileScanRDD;
import org.apache.spark.util.TaskCompletionListener;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/** The results of the partitions of files that Spark has planned. */
final class PageRdd<T> extends RDD<T> {
  private static final long serialVersionUID = 1;

  private final PageReading reading;
  private final PageScan.Task<T> task;

  PageRdd(FileScanRDD files, PageReading reading, PageScan.Task<T> task, ClassTag<T> type) {
    super(files, type);
    this.reading = reading;
    this.task = task;
  }

  private FileScanRDD files() {
    return (FileScanRDD) (RDD<?>) dependencies().head().rdd();
  }

  @Override
  public Partition[] getPartitions() {
    return files().partitions();
  }

  @Override
  public scala.collection.Iterator<T> compute(Partition split, TaskContext context) {
    PageChunks all = new PageChunks(reading, (FilePartition) split, files(), context);
    context.addTaskCompletionListener((TaskCompletionListener) ended -> all.close());
    RowChunks rows = reading.filter().of(all, split.index());
    Iterator<T> results = task.run(rows, split.index());
    return new InterruptibleIterator<>(context, CollectionConverters.asScala(results));
  }
}

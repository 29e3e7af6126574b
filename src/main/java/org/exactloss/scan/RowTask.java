package org.exactloss.scan;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;

/** What one task does with its rows, which come in batches or one by one. Used by one thread. */
interface RowTask {
  /** Starts it where the rows are. */
  interface Factory extends Serializable {
    /**
     * @param partition the number of the task's partition
     */
    RowTask start(int partition);
  }

  /** Takes in all rows of a batch. */
  void addBatch(ColumnSource[] columns, int count);

  /** Takes in the row that the sources stand on, and says whether it is one to evaluate. */
  boolean addRow(ColumnSource[] columns);

  /** What all rows gave. To be called once, at the end. */
  byte[] finish();

  /** The one result of a task that takes in all rows. */
  static Iterator<byte[]> results(RowChunks chunks, Factory factory, int partition) {
    RowTask task = factory.start(partition);
    while (chunks.next()) {
      task.addBatch(chunks.columns(), chunks.count());
    }
    return List.of(task.finish()).iterator();
  }
}

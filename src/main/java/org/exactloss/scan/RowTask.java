package org.exactloss.scan;

import java.io.Serializable;

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
}

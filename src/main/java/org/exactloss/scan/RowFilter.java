package org.exactloss.scan;

import java.io.Serializable;

/** Chooses among the rows of a task. */
interface RowFilter extends Serializable {
  /** Keeps all rows. */
  RowFilter ALL = (rows, partition) -> rows;

  /**
   * The rows that are kept.
   *
   * @param partition the number of the task's partition
   */
  RowChunks of(RowChunks rows, int partition);
}

package org.exactloss.scan;

import org.apache.spark.sql.catalyst.InternalRow;

/** The rows of a task, some at a time. Used by one thread. */
interface RowChunks {
  /** Moves on to the next rows, and says whether there are any. */
  boolean next();

  /** All columns of the current rows. */
  ColumnSource[] columns();

  /** How many rows there are. */
  int count();

  /**
   * One of them as Spark's expressions want it, with all columns of the scan that they are about;
   * the same object for each.
   */
  InternalRow row(int row);

  /** The number of the first of them among those of all tasks; 0 where rows have no order. */
  default long place() {
    return 0;
  }
}

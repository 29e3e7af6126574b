package org.exactloss.scan;

import java.util.function.Predicate;
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
   * Puts the numbers of those that satisfy a condition into the front of the target.
   *
   * @param condition on rows as Spark's expressions want them; they have all columns of the scan
   *     that these are about, and are the same object each time
   * @return how many there are
   */
  int select(Predicate<InternalRow> condition, int[] target);

  /** The number of the first of them among those of all tasks; 0 where rows have no order. */
  default long place() {
    return 0;
  }
}

package org.exactloss.scan;

import java.io.Serializable;

/** Chooses among the rows of a task. */
interface RowFilter extends Serializable {
  /** Keeps all rows. */
  RowFilter ALL =
      new RowFilter() {
        private static final long serialVersionUID = 1;

        @Override
        public int[] ordinals() {
          return new int[0];
        }

        @Override
        public RowChunks of(RowChunks rows, int partition) {
          return rows;
        }
      };

  /** The positions in the scan of the columns that are looked at. */
  int[] ordinals();

  /**
   * The rows that are kept.
   *
   * @param partition the number of the task's partition
   */
  RowChunks of(RowChunks rows, int partition);
}

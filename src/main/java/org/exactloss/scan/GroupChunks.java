package org.exactloss.scan;

import java.util.Iterator;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** The rows of a task as Spark hands them over. */
final class GroupChunks {
  private GroupChunks() {}

  /**
   * Row by row.
   *
   * @param columns how many columns a row has
   * @param start the number of the task's first row among those of all tasks
   */
  static RowChunks ofRows(Iterator<InternalRow> rows, int columns, long start) {
    RowSource[] sources = new RowSource[columns];
    for (int i = 0; i < columns; i++) {
      sources[i] = new RowSource(i);
    }
    return new Rows(rows, sources, start);
  }

  /**
   * Batch by batch.
   *
   * @param batches column batches, which Spark's readers also hand out as what they call rows
   * @param ordinals the place in a batch of each column
   */
  static RowChunks ofBatches(Iterator<?> batches, int[] ordinals) {
    VectorSource[] sources = new VectorSource[ordinals.length];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = new VectorSource();
    }
    return new Batches(batches, ordinals, sources);
  }

  private static final class Rows implements RowChunks {
    private final Iterator<InternalRow> rows;
    private final RowSource[] sources;
    private InternalRow current;
    private long place;

    Rows(Iterator<InternalRow> rows, RowSource[] sources, long start) {
      this.rows = rows;
      this.sources = sources;
      place = start - 1;
    }

    @Override
    public boolean next() {
      if (!rows.hasNext()) {
        return false;
      }
      current = rows.next();
      place++;
      for (RowSource source : sources) {
        source.standOn(current);
      }
      return true;
    }

    @Override
    public ColumnSource[] columns() {
      return sources;
    }

    @Override
    public int count() {
      return 1;
    }

    @Override
    public int select(Predicate<InternalRow> condition, int[] target) {
      target[0] = 0;
      return condition.test(current) ? 1 : 0;
    }

    @Override
    public long place() {
      return place;
    }
  }

  private static final class Batches implements RowChunks {
    private final Iterator<?> batches;
    private final int[] ordinals;
    private final VectorSource[] sources;
    private ColumnarBatch batch;

    Batches(Iterator<?> batches, int[] ordinals, VectorSource[] sources) {
      this.batches = batches;
      this.ordinals = ordinals;
      this.sources = sources;
    }

    @Override
    public boolean next() {
      if (!batches.hasNext()) {
        return false;
      }
      batch = (ColumnarBatch) batches.next();
      for (int i = 0; i < sources.length; i++) {
        sources[i].standOn(batch.column(ordinals[i]));
      }
      return true;
    }

    @Override
    public ColumnSource[] columns() {
      return sources;
    }

    @Override
    public int count() {
      return batch.numRows();
    }

    @Override
    public int select(Predicate<InternalRow> condition, int[] target) {
      int found = 0;
      for (int row = 0; row < batch.numRows(); row++) {
        target[found] = row;
        found += condition.test(batch.getRow(row)) ? 1 : 0;
      }
      return found;
    }
  }
}

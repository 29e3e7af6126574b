package org.exactloss.scan;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** The rows of a task with their errors. Each row is the same object with the next content. */
final class ErrorRows {
  private ErrorRows() {}

  /** Out of rows; of joined ones those that are elements. */
  static Iterator<InternalRow> ofRows(Iterator<InternalRow> rows, ErrorRequest request) {
    return new OfRows(rows, request);
  }

  /**
   * Rows with the number of the run of so many that they belong to; each is the same object with
   * the next content.
   */
  static Iterator<InternalRow> withRun(Iterator<InternalRow> rows, long start, long size) {
    SpecificInternalRow number =
        new SpecificInternalRow(new StructType().add("run", DataTypes.LongType));
    JoinedRow joined = new JoinedRow();
    return new Iterator<>() {
      private long place = start;

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public InternalRow next() {
        number.setLong(0, place / size);
        place++;
        return joined.apply(rows.next(), number);
      }
    };
  }

  /**
   * Row by row. Nothing is copied and no number is boxed on the way: the kept columns are read out
   * of Spark's own row by whoever writes them.
   */
  private static final class OfRows implements Iterator<InternalRow> {
    private final Iterator<InternalRow> rows;
    private final ErrorTask task;
    private final ProjectingInternalRow kept;
    private final ErrorRow errors;
    private final JoinedRow joined = new JoinedRow();
    private final ErrorRequest request;
    private final RowSource[] sources;
    private final JoinTally join = new JoinTally();
    private final BatchFactors batches;
    private InternalRow next;

    OfRows(Iterator<InternalRow> rows, ErrorRequest request) {
      task = ErrorTask.of(request);
      errors = new ErrorRow(request.errors());
      List<Object> ordinals =
          IntStream.range(0, request.kept().length()).mapToObj(Object.class::cast).toList();
      kept =
          ProjectingInternalRow.apply(
              request.kept(), CollectionConverters.asScala(ordinals).toIndexedSeq());
      this.rows = rows;
      this.request = request;
      batches = new BatchFactors(request.scan());
      sources = new RowSource[request.scan().columns()];
      for (int i = 0; i < sources.length; i++) {
        sources[i] = new RowSource(request.kept().length() + i);
      }
    }

    @Override
    public boolean hasNext() {
      while (next == null && rows.hasNext()) {
        InternalRow row = rows.next();
        for (RowSource source : sources) {
          source.standOn(row);
        }
        ScanRequest scan = request.scan();
        if (!scan.keyed() || join.takes(sources, scan.keyedOrdinal())) {
          next = row;
        }
      }
      return next != null;
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (request.inBatches()) {
        task.use(batches.of(next.getBinary(request.factorsOrdinal())));
      }
      task.put(sources, errors);
      kept.project(next);
      next = null;
      return joined.apply(kept, errors.values());
    }
  }
}

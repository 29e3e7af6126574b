package org.exactloss.scan;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows of a task with their errors. Nothing is copied and no number is boxed on the way: the
 * kept columns are read out of Spark's own row by whoever writes them. Each row is the same object
 * with the next content.
 */
abstract class ErrorRows implements Iterator<InternalRow> {
  private final ProjectingInternalRow kept;
  private final ErrorRow errors;
  private final JoinedRow joined = new JoinedRow();
  final ErrorTask task;

  /**
   * @param ordinals the places of the kept columns in Spark's rows
   */
  private ErrorRows(ErrorRequest request, IntStream ordinals) {
    task = ErrorTask.of(request);
    errors = new ErrorRow(request.errors());
    kept =
        ProjectingInternalRow.apply(
            request.kept(),
            CollectionConverters.asScala(ordinals.mapToObj(Object.class::cast).toList())
                .toIndexedSeq());
  }

  /** The row with what was found of it. */
  final InternalRow row(InternalRow source, int loaded) {
    kept.project(source);
    task.put(loaded, errors);
    return joined.apply(kept, errors.values());
  }

  /** Out of rows; of joined ones those that are elements. */
  static Iterator<InternalRow> ofRows(Iterator<InternalRow> rows, ErrorRequest request) {
    return new OfRows(rows, request);
  }

  /**
   * Out of batches.
   *
   * @param ordinals the places in a batch of all columns, the kept ones first
   */
  static Iterator<InternalRow> ofBatches(
      Iterator<ColumnarBatch> batches, int[] ordinals, ErrorRequest request) {
    return new OfBatches(batches, ordinals, request);
  }

  private static final class OfRows extends ErrorRows {
    private final Iterator<InternalRow> rows;
    private final ErrorRequest request;
    private final RowSource[] sources;
    private final JoinTally join = new JoinTally();
    private InternalRow next;

    OfRows(Iterator<InternalRow> rows, ErrorRequest request) {
      super(request, IntStream.range(0, request.kept().length()));
      this.rows = rows;
      this.request = request;
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
      task.load(sources, 0, 1);
      InternalRow row = row(next, 0);
      next = null;
      return row;
    }
  }

  private static final class OfBatches extends ErrorRows {
    private final Iterator<ColumnarBatch> batches;
    private final int[] ordinals;
    private final VectorSource[] sources;
    private Iterator<InternalRow> rows = Collections.emptyIterator();
    private int rowsOfBatch;
    private int position;
    private int loadedFrom;
    private int loadedTo;

    OfBatches(Iterator<ColumnarBatch> batches, int[] ordinals, ErrorRequest request) {
      super(request, IntStream.of(ordinals).limit(request.kept().length()));
      this.batches = batches;
      this.ordinals = IntStream.of(ordinals).skip(request.kept().length()).toArray();
      sources = new VectorSource[this.ordinals.length];
      for (int i = 0; i < sources.length; i++) {
        sources[i] = new VectorSource();
      }
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext() && batches.hasNext()) {
        ColumnarBatch batch = batches.next();
        rows = batch.rowIterator();
        rowsOfBatch = batch.numRows();
        position = 0;
        loadedTo = 0;
        for (int i = 0; i < sources.length; i++) {
          sources[i].standOn(batch.column(ordinals[i]));
        }
      }
      return rows.hasNext();
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (position == loadedTo) {
        loadedFrom = position;
        loadedTo = Math.min(rowsOfBatch, position + ErrorTask.CAPACITY);
        task.load(sources, loadedFrom, loadedTo - loadedFrom);
      }
      InternalRow row = row(rows.next(), position - loadedFrom);
      position++;
      return row;
    }
  }
}

package org.exactloss.scan;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.SpecificInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.collection.AbstractIterator;
import scala.jdk.javaapi.CollectionConverters;

/** The rows of a task with their errors. Each row is the same object with the next content. */
final class ErrorRows {
  private ErrorRows() {}

  /** Out of rows; of joined ones those that are elements. */
  static Iterator<InternalRow> ofRows(Iterator<InternalRow> rows, ErrorRequest request) {
    return new OfRows(rows, request);
  }

  /**
   * Out of batches of plain numbers.
   *
   * @param ordinals the places in a batch of all columns, the kept ones first
   */
  static Iterator<InternalRow> ofBatches(
      Iterator<ColumnarBatch> batches, int[] ordinals, ErrorRequest request) {
    // Spark takes the wrapper off again, and then calls the iterator itself.
    return CollectionConverters.asJava(new OfBatches(batches, ordinals, request));
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
      task.load(sources, 0, 1);
      task.put(0, errors);
      kept.project(next);
      next = null;
      return joined.apply(kept, errors.values());
    }
  }

  /** Batch by batch: the kept columns are those of the batch, and the errors are columns too. */
  private static final class OfBatches extends AbstractIterator<InternalRow> {
    private final Iterator<ColumnarBatch> batches;
    private final int[] kept;
    private final int[] scanned;
    private final VectorSource[] sources;
    private final ScalarErrors task;
    private final ErrorVectors errors;
    private ColumnarBatch joined;
    private int position;
    private int rows;

    OfBatches(Iterator<ColumnarBatch> batches, int[] ordinals, ErrorRequest request) {
      this.batches = batches;
      kept = IntStream.of(ordinals).limit(request.kept().length()).toArray();
      scanned = IntStream.of(ordinals).skip(request.kept().length()).toArray();
      sources =
          Stream.generate(VectorSource::new).limit(scanned.length).toArray(VectorSource[]::new);
      task = new ScalarErrors(request);
      errors = new ErrorVectors(request.errors());
    }

    @Override
    public boolean hasNext() {
      while (position == rows && batches.hasNext()) {
        open(batches.next());
      }
      return position < rows;
    }

    private void open(ColumnarBatch batch) {
      for (int i = 0; i < sources.length; i++) {
        sources[i].standOn(batch.column(scanned[i]));
      }
      int count = batch.numRows();
      errors.start(count);
      for (int from = 0; from < count; from += ErrorTask.CAPACITY) {
        int length = Math.min(ErrorTask.CAPACITY, count - from);
        task.load(sources, from, length);
        task.putAll(errors, from, length);
      }
      Stream<ColumnVector> carried = IntStream.of(kept).mapToObj(batch::column);
      ColumnVector[] all =
          Stream.concat(carried, Stream.of(errors.columns())).toArray(ColumnVector[]::new);
      joined = new ColumnarBatch(all, count);
      rows = count;
      position = 0;
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return joined.getRow(position++);
    }
  }
}

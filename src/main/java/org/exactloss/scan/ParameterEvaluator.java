package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import org.exactloss.state.ParameterAccumulator;

/** Adds up the parameters in one task's rows. Memory is constant. Used by one thread. */
final class ParameterEvaluator implements RowTask {
  private final ParameterRequest request;
  private final List<ColumnSums> columns = new ArrayList<>();
  private long malformedRecords;
  private int rows;

  ParameterEvaluator(ParameterRequest request) {
    this.request = request;
    request.types().forEach(type -> columns.add(new ColumnSums(type)));
  }

  @Override
  public void addBatch(ColumnSource[] sources, int count) {
    for (int from = 0; from < count; ) {
      int length = Math.min(count - from, BatchEvaluator.CAPACITY - rows);
      load(sources, from, length);
      from += length;
    }
  }

  @Override
  public boolean addRow(ColumnSource[] sources) {
    if (request.malformedRecords() && sources[columns.size()].booleanAt(0)) {
      malformedRecords++;
      return false;
    }
    load(sources, 0, 1);
    return true;
  }

  private void load(ColumnSource[] sources, int from, int length) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).values.load(sources[i], from, length, rows);
    }
    rows += length;
    if (rows == BatchEvaluator.CAPACITY) {
      flush();
    }
  }

  private void flush() {
    for (ColumnSums column : columns) {
      column.add(rows);
    }
    rows = 0;
  }

  @Override
  public byte[] finish() {
    flush();
    List<ParameterTally.ColumnTally> tallies = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      tallies.add(columns.get(i).tally(request.names().get(i)));
    }
    return new ParameterTally(tallies, malformedRecords).toBytes();
  }

  /** The sums of one column. */
  private static final class ColumnSums {
    private final NumericType type;
    private final Column values;
    private final ParameterAccumulator accumulator;
    private long nulls;
    private long nan;
    private long infinite;
    private long malformed;

    ColumnSums(NumericType type) {
      this.type = type;
      values = new Column(type, BatchEvaluator.CAPACITY);
      accumulator = new ParameterAccumulator(type.scale());
    }

    void add(int rows) {
      for (int row = 0; row < rows; row++) {
        switch (values.status[row]) {
          case Column.NULL -> nulls++;
          case Column.MALFORMED -> malformed++;
          case Column.WIDE -> accumulator.add(values.wide(row));
          default -> add(values.values[row]);
        }
      }
      values.clear();
    }

    private void add(double value) {
      if (Double.isFinite(value)) {
        accumulator.add(value);
      } else if (Double.isNaN(value)) {
        nan++;
      } else {
        infinite++;
      }
    }

    ParameterTally.ColumnTally tally(String name) {
      return new ParameterTally.ColumnTally(
          name,
          type.storage() == NumericType.Storage.TEXT,
          accumulator.norms(),
          nulls,
          nan,
          infinite,
          malformed);
    }
  }
}

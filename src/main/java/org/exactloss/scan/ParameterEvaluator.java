package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import org.exactloss.state.ParameterAccumulator;

/** Adds up the parameters in one task's rows. Memory is constant. Used by one thread. */
final class ParameterEvaluator implements RowTask {
  private final ParameterRequest request;
  private final List<ColumnSums> columns = new ArrayList<>();
  private long malformedRecords;

  ParameterEvaluator(ParameterRequest request) {
    this.request = request;
    request.types().forEach(type -> columns.add(new ColumnSums(type)));
  }

  @Override
  public void addBatch(ColumnSource[] sources, int count) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).add(sources[i], 0, count);
    }
  }

  @Override
  public boolean addRow(ColumnSource[] sources) {
    if (request.malformedRecords() && sources[columns.size()].booleanAt(0)) {
      malformedRecords++;
      return false;
    }
    addBatch(sources, 1);
    return true;
  }

  @Override
  public byte[] finish() {
    List<ParameterTally.ColumnTally> tallies = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      tallies.add(columns.get(i).tally(request.names().get(i)));
    }
    return new ParameterTally(tallies, malformedRecords).toBytes();
  }

  /** The sums of one column; the entries of arrays of any depth are numbers of their own. */
  private static final class ColumnSums {
    private final ValueType type;
    private final Column values;
    private final ParameterAccumulator accumulator;
    private int loaded;
    private long nulls;
    private long nan;
    private long infinite;
    private long malformed;

    ColumnSums(ValueType type) {
      this.type = type;
      values = new Column(type.element(), BatchEvaluator.CAPACITY);
      accumulator = new ParameterAccumulator(type.element().scale());
    }

    void add(ColumnSource source, int from, int count) {
      if (type.isScalar()) {
        addNumbers(source, from, count);
        return;
      }
      for (int row = from; row < from + count; row++) {
        addArray(source, row, type.depth());
      }
    }

    private void addArray(ColumnSource source, int row, int levels) {
      if (source.isNull(row)) {
        nulls++;
        return;
      }
      boolean vector = levels == 1 && type.vector();
      ArrayItems items = vector ? source.vectorAt(row) : source.arrayAt(row);
      if (levels == 1) {
        addNumbers(items, 0, items.length());
        return;
      }
      for (int i = 0; i < items.length(); i++) {
        addArray(items, i, levels - 1);
      }
    }

    private void addNumbers(ColumnSource source, int from, int count) {
      for (int next = from; next < from + count; ) {
        int length = Math.min(from + count - next, BatchEvaluator.CAPACITY - loaded);
        values.load(source, next, length, loaded);
        next += length;
        loaded += length;
        if (loaded == BatchEvaluator.CAPACITY) {
          flush();
        }
      }
    }

    private void flush() {
      for (int i = 0; i < loaded; i++) {
        switch (values.status[i]) {
          case Column.NULL -> nulls++;
          case Column.MALFORMED -> malformed++;
          case Column.WIDE -> accumulator.add(values.wide(i));
          default -> add(values.values[i]);
        }
      }
      values.clear();
      loaded = 0;
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
      flush();
      return new ParameterTally.ColumnTally(
          name, type.isText(), accumulator.norms(), nulls, nan, infinite, malformed);
    }
  }
}

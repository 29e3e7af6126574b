package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.exactloss.kernel.SquaredErrorKernels;
import org.exactloss.state.Exclusion;

/**
 * The evaluation of one task's rows: columns come in batches or row by row, are loaded into
 * primitive arrays, and go to every model's sums. Memory is constant. Used by one thread.
 */
final class BatchEvaluator implements RowTask {
  /** Rows that are evaluated at a time: three columns of them stay in a core's own cache. */
  static final int CAPACITY = 4096;

  private final ScanRequest request;
  private final String kernel;
  private final Column target;
  private final List<Column> predictions = new ArrayList<>();
  private final Optional<Column> weight;
  private final boolean[] malformed = new boolean[CAPACITY];
  private final Exclusion[] exclusions = new Exclusion[CAPACITY];
  private final List<ModelAccumulator> models = new ArrayList<>();
  private final JoinTally join = new JoinTally();
  private int rows;

  BatchEvaluator(ScanRequest request) {
    this.request = request;
    SquaredErrorKernels.Selection selection = request.selectKernel();
    kernel = selection.description();
    target = new Column(request.target(), CAPACITY);
    weight = request.weight().stream().findFirst().map(type -> new Column(type, CAPACITY));
    for (int model = 0; model < request.predictions().size(); model++) {
      predictions.add(new Column(request.predictions().get(model), CAPACITY));
      models.add(new ModelAccumulator(request, model, selection.kind(), CAPACITY));
    }
  }

  /** Takes in all rows of a batch; the sources are the request's columns in its order. */
  @Override
  public void addBatch(ColumnSource[] columns, int count) {
    for (int from = 0; from < count; ) {
      int length = Math.min(count - from, CAPACITY - rows);
      load(columns, from, length);
      from += length;
    }
  }

  /** Takes in the row that the sources stand on. */
  @Override
  public void addRow(ColumnSource[] columns) {
    if (!request.keyed() || join.takes(columns, request.keyedOrdinal())) {
      load(columns, 0, 1);
    }
  }

  private void load(ColumnSource[] columns, int from, int length) {
    target.load(columns[0], from, length, rows);
    for (int model = 0; model < predictions.size(); model++) {
      predictions.get(model).load(columns[request.predictionOrdinal(model)], from, length, rows);
    }
    weight.ifPresent(column -> column.load(columns[request.weightOrdinal()], from, length, rows));
    if (request.malformedRecords()) {
      for (int i = 0; i < length; i++) {
        malformed[rows + i] = columns[request.malformedOrdinal()].booleanAt(from + i);
      }
    }
    rows += length;
    if (rows == CAPACITY) {
      evaluate();
    }
  }

  private void evaluate() {
    Exclusion[] shared = findExclusions() ? exclusions : null;
    for (int model = 0; model < models.size(); model++) {
      models.get(model).add(predictions.get(model), target, weight, shared, rows);
    }
    target.clear();
    predictions.forEach(Column::clear);
    weight.ifPresent(Column::clear);
    rows = 0;
  }

  /** Finds the rows that no model uses, for the first reason that applies. */
  private boolean findExclusions() {
    boolean mayExclude =
        request.malformedRecords()
            || request.weighted()
            || !target.allPresent()
            || !request.ignoredTargets().isEmpty();
    if (!mayExclude) {
      return false;
    }
    boolean found = false;
    for (int row = 0; row < rows; row++) {
      Exclusion exclusion = exclusion(row);
      exclusions[row] = exclusion;
      found |= exclusion != null;
    }
    return found;
  }

  private Exclusion exclusion(int row) {
    if (request.malformedRecords() && malformed[row]) {
      return Exclusion.MALFORMED_RECORD;
    }
    if (weight.isPresent()) {
      Exclusion exclusion = weightExclusion(weight.get(), row);
      if (exclusion != null) {
        return exclusion;
      }
    }
    return targetExclusion(row);
  }

  private static Exclusion weightExclusion(Column weight, int row) {
    return switch (weight.status[row]) {
      case Column.MALFORMED -> Exclusion.MALFORMED_WEIGHT;
      case Column.NULL -> Exclusion.NULL_WEIGHT;
      default -> weightExclusion(weight.valueOrSign(row));
    };
  }

  private static Exclusion weightExclusion(double value) {
    if (value > 0 && value < Double.POSITIVE_INFINITY) {
      return null;
    } else if (Double.isNaN(value)) {
      return Exclusion.NAN_WEIGHT;
    } else if (Double.isInfinite(value)) {
      return Exclusion.INFINITE_WEIGHT;
    }
    return value < 0 ? Exclusion.NEGATIVE_WEIGHT : Exclusion.ZERO_WEIGHT;
  }

  private Exclusion targetExclusion(int row) {
    if (target.status[row] == Column.MALFORMED) {
      return Exclusion.MALFORMED_TARGET;
    } else if (target.status[row] == Column.NULL) {
      return Exclusion.NULL_TARGET;
    } else if (request.ignoredTargets().contains(target, row)) {
      return Exclusion.IGNORED_TARGET;
    }
    return null;
  }

  /** The result of all rows. To be called once, at the end. */
  @Override
  public byte[] finish() {
    if (rows > 0) {
      evaluate();
    }
    SortedSet<String> kernels = new TreeSet<>(List.of(kernel));
    return new TaskResult(models.stream().map(ModelAccumulator::toState).toList(), join, kernels)
        .toBytes();
  }
}

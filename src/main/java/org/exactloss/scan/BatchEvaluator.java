package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.exactloss.kernel.SquaredErrorKernels;
import org.exactloss.state.Exclusion;

/**
 * The evaluation of one task's rows that hold plain numbers: columns come in batches or row by row,
 * are loaded into primitive arrays, and go to every model's sums. Memory is constant.
 */
final class BatchEvaluator implements RowTask {
  /** Rows that are evaluated at a time: three columns of them stay in a core's own cache. */
  static final int CAPACITY = 4096;

  private final ScanRequest request;
  private final ElementRules rules;
  private final String kernel;
  private final Column target;
  private final List<Column> predictions = new ArrayList<>();
  private final Optional<Column> weight;
  private final int capacity;
  private final boolean[] malformed;
  private final Exclusion[] exclusions;
  private final List<ModelAccumulator> models = new ArrayList<>();
  private final JoinTally join = new JoinTally();
  private int rows;

  BatchEvaluator(ScanRequest request, int capacity) {
    this.capacity = capacity;
    malformed = new boolean[capacity];
    exclusions = new Exclusion[capacity];
    this.request = request;
    rules = new ElementRules(request);
    SquaredErrorKernels.Selection selection = request.selectKernel();
    kernel = selection.description();
    target = new Column(request.target().element(), capacity);
    weight =
        request.weight().stream().findFirst().map(type -> new Column(type.element(), capacity));
    for (int model = 0; model < request.predictions().size(); model++) {
      predictions.add(new Column(request.predictions().get(model).element(), capacity));
      models.add(new ModelAccumulator(request, model, selection.kind(), capacity));
    }
  }

  @Override
  public void addBatch(ColumnSource[] columns, int count) {
    for (int from = 0; from < count; ) {
      int length = Math.min(count - from, capacity - rows);
      load(columns, from, length);
      from += length;
    }
  }

  @Override
  public boolean addRow(ColumnSource[] columns) {
    if (request.keyed() && !join.takes(columns, request.keyedOrdinal())) {
      return false;
    }
    load(columns, 0, 1);
    return true;
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
    if (rows == capacity) {
      evaluate();
    }
  }

  private void evaluate() {
    Exclusion[] shared = findExclusions() ? exclusions : null;
    for (int model = 0; model < models.size(); model++) {
      models.get(model).addRows(rows);
      models.get(model).add(predictions.get(model), target, weight, shared, rows);
    }
    target.clear();
    predictions.forEach(Column::clear);
    weight.ifPresent(Column::clear);
    rows = 0;
  }

  /** Finds the rows that no model uses, for the first reason that applies. */
  private boolean findExclusions() {
    if (!request.malformedRecords() && !rules.mayExclude(target)) {
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
    return request.malformedRecords() && malformed[row]
        ? Exclusion.MALFORMED_RECORD
        : rules.ofWeightAndTarget(weight, target, row);
  }

  @Override
  public byte[] finish() {
    if (rows > 0) {
      evaluate();
    }
    List<ModelTally> tallies =
        models.stream().map(model -> ModelTally.of(model.takeState())).toList();
    return new TaskResult(tallies, join, new TreeSet<>(List.of(kernel))).toBytes();
  }
}

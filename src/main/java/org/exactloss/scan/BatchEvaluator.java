package org.exactloss.scan;

import java.util.List;
import java.util.TreeSet;
import org.exactloss.kernel.SquaredErrorKernels;

/**
 * The evaluation of one task's rows that hold plain numbers: columns come in batches or row by row,
 * are loaded into primitive arrays, and go to every model's sums. Memory is constant.
 */
final class BatchEvaluator implements RowTask {
  /** Rows that are evaluated at a time: three columns of them stay in a core's own cache. */
  static final int CAPACITY = 4096;

  private final ScanRequest request;
  private final String kernel;
  private final LoadedRows rows;
  private final RowSums sums;
  private final JoinTally join = new JoinTally();

  BatchEvaluator(ScanRequest request, int capacity) {
    this.request = request;
    SquaredErrorKernels.Selection selection = request.selectKernel();
    kernel = selection.description();
    rows = new LoadedRows(request, capacity);
    sums = new RowSums(request, selection.kind(), capacity);
  }

  @Override
  public void addBatch(ColumnSource[] columns, int count) {
    for (int from = 0; from < count; ) {
      int length = Math.min(count - from, rows.room());
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
    rows.load(columns, from, length);
    if (rows.room() == 0) {
      evaluate();
    }
  }

  private void evaluate() {
    sums.add(rows);
    rows.clear();
  }

  @Override
  public byte[] finish() {
    if (rows.count() > 0) {
      evaluate();
    }
    List<ModelTally> tallies = sums.takeStates().stream().map(ModelTally::of).toList();
    return new TaskResult(tallies, join, new TreeSet<>(List.of(kernel))).toBytes();
  }
}

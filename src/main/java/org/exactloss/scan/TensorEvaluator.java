package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.exactloss.kernel.SquaredErrorKernels;

/**
 * The evaluation of one task's rows that hold arrays. Each model goes its own way, as a row may
 * have another number of elements for each. Memory is bounded by the longest row.
 */
final class TensorEvaluator implements RowTask {
  private final ScanRequest request;
  private final String kernel;
  private final List<TensorModel> models = new ArrayList<>();
  private final JoinTally join = new JoinTally();

  TensorEvaluator(ScanRequest request, int partition, int capacity) {
    this.request = request;
    SquaredErrorKernels.Selection selection = request.selectKernel();
    kernel = selection.description();
    for (int model = 0; model < request.predictions().size(); model++) {
      models.add(new TensorModel(request, model, selection.kind(), partition, capacity));
    }
  }

  @Override
  public void addBatch(ColumnSource[] columns, int count) {
    for (TensorModel model : models) {
      model.addBatch(columns, count);
    }
  }

  @Override
  public boolean addRow(ColumnSource[] columns) {
    if (request.keyed() && !join.takes(columns, request.keyedOrdinal())) {
      return false;
    }
    for (TensorModel model : models) {
      model.addRow(columns, 0);
    }
    return true;
  }

  @Override
  public byte[] finish() {
    List<ModelTally> tallies = models.stream().map(TensorModel::takeTally).toList();
    return new TaskResult(tallies, join, new TreeSet<>(List.of(kernel))).toBytes();
  }
}

package org.exactloss.scan;

/** The evaluation of one task's rows, in batches or row by row. Used by one thread. */
interface TaskEvaluator {
  /** The evaluator that a request needs, in the task of a partition. */
  static TaskEvaluator of(ScanRequest request, int partition) {
    return request.hasArrays() || request.separateOutputs()
        ? new TensorEvaluator(request, partition)
        : new BatchEvaluator(request);
  }

  /** Takes in all rows of a batch; the sources are the request's columns in its order. */
  void addBatch(ColumnSource[] columns, int count);

  /** Takes in the row that the sources stand on. */
  void addRow(ColumnSource[] columns);

  /** The {@link TaskResult} of all rows, as bytes. To be called once, at the end. */
  byte[] finish();
}

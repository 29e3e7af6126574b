package org.exactloss.scan;

/** A task that also finds the largest errors among its rows. */
final class WorstTask implements RowTask {
  private final RowTask sums;
  private final WorstSearch search;

  WorstTask(RowTask sums, WorstSearch search) {
    this.sums = sums;
    this.search = search;
  }

  @Override
  public void addBatch(ColumnSource[] columns, int count) {
    sums.addBatch(columns, count);
    search.addRows(columns, count);
  }

  @Override
  public boolean addRow(ColumnSource[] columns) {
    boolean evaluated = sums.addRow(columns);
    if (evaluated) {
      search.addRows(columns, 1);
    }
    return evaluated;
  }

  @Override
  public byte[] finish() {
    TaskResult result = TaskResult.fromBytes(sums.finish());
    search.addTo(result);
    return result.toBytes();
  }
}

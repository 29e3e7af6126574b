package org.exactloss.scan;

import java.util.Arrays;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.InternalRow;

/** The rows of a task that satisfy a condition. */
final class FilteredChunks implements RowChunks {
  private final RowChunks all;
  private final Predicate<InternalRow> condition;
  private int[] kept = {};
  private int count;
  private SelectedSource[] selected = {};

  FilteredChunks(RowChunks all, Predicate<InternalRow> condition) {
    this.all = all;
    this.condition = condition;
  }

  @Override
  public boolean next() {
    while (all.next()) {
      select(all.count());
      if (count > 0) {
        return true;
      }
    }
    return false;
  }

  private void select(int rows) {
    if (kept.length < rows) {
      kept = new int[rows];
    }
    int found = 0;
    for (int row = 0; row < rows; row++) {
      kept[found] = row;
      if (condition.test(all.row(row))) {
        found++;
      }
    }
    count = found;
  }

  @Override
  public ColumnSource[] columns() {
    ColumnSource[] columns = all.columns();
    if (count == all.count()) {
      return columns;
    }
    if (selected.length == 0) {
      selected = new SelectedSource[columns.length];
      Arrays.setAll(selected, column -> new SelectedSource());
    }
    for (int i = 0; i < columns.length; i++) {
      selected[i].standOn(columns[i], kept);
    }
    return selected;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public InternalRow row(int row) {
    return all.row(kept[row]);
  }
}

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
      kept = kept.length < all.count() ? new int[all.count()] : kept;
      count = all.select(condition, kept);
      if (count > 0) {
        return true;
      }
    }
    return false;
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
  public int select(Predicate<InternalRow> further, int[] target) {
    throw new IllegalStateException("rows are chosen once");
  }
}

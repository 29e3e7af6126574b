package org.exactloss.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.exactloss.testing.Table;

/**
 * Many tensors of one format as the rows of one table, in each of the layouts that mean the same:
 * {@code id} tells the tensors apart, and {@code i} counts the rows of each.
 */
public final class TensorRows {
  private TensorRows() {}

  /** One row for each element: {@code p}, {@code t} and {@code w}. */
  public static Table numbers(List<TensorCase> tensors) {
    NumberFormat format = tensors.get(0).format();
    List<Object[]> rows = new ArrayList<>();
    for (TensorCase tensor : tensors) {
      for (int i = 0; i < tensor.prediction().size(); i++) {
        rows.add(
            Table.row(
                tensor.id(),
                i,
                format.stored(tensor.prediction().get(i)),
                format.stored(tensor.target().get(i)),
                tensor.weight().isPresent() ? format.stored(tensor.weight(i)) : null));
      }
    }
    return table("id INT, i INT, p TYPE, t TYPE, w TYPE", format, rows);
  }

  /**
   * One row for each entry of the first dimension: arrays of one depth {@code p}, {@code t} and
   * {@code w}, and a number {@code row_weight} where rows have weights.
   */
  public static Table arrays(List<TensorCase> tensors) {
    NumberFormat format = tensors.get(0).format();
    int depth = tensors.get(0).depth();
    List<Object[]> rows = new ArrayList<>();
    for (TensorCase tensor : tensors) {
      for (int i = 0; i < tensor.rows(); i++) {
        boolean perRow = tensor.weighsRows();
        boolean perElement = tensor.weight().isPresent() && !perRow;
        rows.add(
            Table.row(
                tensor.id(),
                i,
                tensor.row(tensor.prediction(), i),
                tensor.row(tensor.target(), i),
                perElement ? tensor.row(tensor.weight().get(), i) : null,
                perRow ? format.stored(tensor.weight().get().get(i)) : null));
      }
    }
    String array = "ARRAY<".repeat(depth) + "TYPE" + ">".repeat(depth);
    String ddl = "id INT, i INT, p P, t P, w P, row_weight TYPE".replace("P,", array + ",");
    return table(ddl, format, rows);
  }

  /** One row for each entry of the first of two dimensions: a column for each of the second. */
  public static Table columns(List<TensorCase> tensors) {
    List<Object[]> rows = new ArrayList<>();
    for (TensorCase tensor : tensors) {
      for (int i = 0; i < tensor.rows(); i++) {
        List<Object> row = new ArrayList<>(List.of(tensor.id(), i));
        row.addAll((List<?>) tensor.row(tensor.prediction(), i));
        row.addAll((List<?>) tensor.row(tensor.target(), i));
        rows.add(row.toArray());
      }
    }
    int width = tensors.get(0).rowSize();
    String ddl =
        "id INT, i INT, %s TYPE, %s TYPE"
            .formatted(names("p", width, " TYPE, "), names("t", width, " TYPE, "));
    return table(ddl, tensors.get(0).format(), rows);
  }

  /** The expression that makes an array of such columns. */
  public static String array(String name, int width) {
    return "array(" + names(name, width, ", ") + ")";
  }

  private static String names(String name, int width, String between) {
    return String.join(between, IntStream.range(0, width).mapToObj(i -> name + i).toList());
  }

  private static Table table(String ddl, NumberFormat format, List<Object[]> rows) {
    return Table.of(ddl.replace("TYPE", format.ddl()), rows);
  }
}

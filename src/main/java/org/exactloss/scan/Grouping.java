package org.exactloss.scan;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/**
 * What makes rows a group: equal values of columns, or so many rows that follow one another.
 *
 * @param names what the values are called
 * @param types their types
 * @param ordinals the columns that hold them; none where rows are counted
 * @param runLength how many rows are a group where they are counted; else 0
 */
public record Grouping(
    List<String> names, List<DataType> types, List<Integer> ordinals, long runLength)
    implements Serializable {
  public Grouping {
    names = List.copyOf(names);
    types = List.copyOf(types);
    ordinals = List.copyOf(ordinals);
  }

  /** Types as SQL names them, for {@link #types(List)}. */
  public static List<String> typeNames(List<DataType> types) {
    return types.stream().map(DataType::sql).toList();
  }

  /**
   * The types of such names.
   *
   * @throws IllegalArgumentException if no group has values of one
   */
  public static List<DataType> types(List<String> names) {
    return names.stream().map(GroupColumn::type).toList();
  }
}

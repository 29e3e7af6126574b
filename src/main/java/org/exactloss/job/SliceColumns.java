package org.exactloss.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.exactloss.spec.EvaluationException;

/** The columns of the table of results that hold the values of slices. */
final class SliceColumns {
  private SliceColumns() {}

  /**
   * One column for each name among the slicings' expressions. Upper and lower case are equal in
   * names, as they are in Spark.
   *
   * @param others the table's other columns
   * @throws EvaluationException if an expression has the name of another column
   */
  static StructType of(List<StructType> slicings, StructType others) {
    List<String> taken = new ArrayList<>(List.of(others.fieldNames()));
    taken.add(ResultRows.SLICING);
    StructType columns = new StructType();
    for (StructType slicing : slicings) {
      for (StructField field : slicing.fields()) {
        if (contains(List.of(columns.fieldNames()), field.name())) {
          requireSame(columns, field);
        } else {
          requireFree(taken, field.name());
          columns = columns.add(field.name(), field.dataType(), true);
        }
      }
    }
    return columns;
  }

  private static boolean contains(List<String> names, String name) {
    return names.stream().anyMatch(other -> folded(other).equals(folded(name)));
  }

  /** As Spark compares names. */
  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static void requireFree(List<String> taken, String name) {
    if (contains(taken, name)) {
      throw refusal(name, "that table has a column of this name already");
    }
  }

  private static void requireSame(StructType columns, StructField field) {
    for (StructField column : columns.fields()) {
      boolean same = column.name().equals(field.name());
      if (same && !column.dataType().equals(field.dataType())) {
        throw refusal(
            field.name(),
            "another slice has that name with the type "
                + column.dataType().sql()
                + ", and this one is "
                + field.dataType().sql());
      } else if (!same && folded(column.name()).equals(folded(field.name()))) {
        throw refusal(field.name(), "another slice has the name " + column.name());
      }
    }
  }

  private static EvaluationException refusal(String name, String why) {
    return EvaluationException.usage(
        "Cannot write the slice "
            + name
            + " into the table of --results: "
            + why
            + "; name it otherwise with --slice 'EXPR AS name'");
  }
}

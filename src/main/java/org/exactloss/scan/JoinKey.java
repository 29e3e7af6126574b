package org.exactloss.scan;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.NearNames;

/**
 * The columns by which predictions and targets are joined. Keys are equal where all their parts
 * are: zeros of both signs are equal, as is every NaN, as in Spark's joins.
 *
 * @param parts at least one
 */
record JoinKey(List<Part> parts) {
  /**
   * One column of the key.
   *
   * @param type the one in which both sides are compared
   */
  record Part(String name, DataType type) {
    /** The column, equal where keys are equal. */
    Column comparable() {
      Column value = SourceData.column(name).cast(type);
      if (type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType)) {
        // −0 + 0 is 0, and a NaN can have many bit patterns.
        return when(functions.isnan(value), lit(Double.NaN).cast(type))
            .otherwise(value.plus(lit(0).cast(type)));
      }
      return value;
    }
  }

  /**
   * Looks the columns up on both sides.
   *
   * @param names as they were written, with or without backquotes
   * @throws EvaluationException if one is missing, or cannot be compared
   */
  static JoinKey of(List<String> names, Dataset<Row> predictions, Dataset<Row> targets) {
    List<Part> parts = new ArrayList<>();
    for (String written : names) {
      String name = written.strip().replaceFirst("^`(.*)`$", "$1").replace("``", "`");
      DataType left = field(predictions, name, "predictions").dataType();
      DataType right = field(targets, name, "targets").dataType();
      parts.add(new Part(name, common(name, left, right)));
    }
    return new JoinKey(List.copyOf(parts));
  }

  /** Whether it is a single whole number. */
  boolean isNumber() {
    return parts.size() == 1 && isInteger(parts.get(0).type);
  }

  /** Whether a column of this name is among the parts. */
  boolean has(String column) {
    return parts.stream().anyMatch(part -> part.name.equalsIgnoreCase(column));
  }

  private static StructField field(Dataset<Row> data, String name, String side) {
    return Arrays.stream(data.schema().fields())
        .filter(field -> field.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                EvaluationException.usage(
                    "Cannot join by key "
                        + name
                        + ": there is no such column among the "
                        + side
                        + "; "
                        + NearNames.advice(name, List.of(data.columns()))));
  }

  /** An integer meets text where the integer's digits are the text. */
  private static DataType common(String name, DataType left, DataType right) {
    if (left.equals(right) && (GroupColumn.isPossible(left) || left.equals(DataTypes.BinaryType))) {
      return left;
    } else if (left.equals(right)) {
      throw EvaluationException.data(
          "Cannot join by key "
              + name
              + ": its type is "
              + left.sql()
              + ", whose values are not compared; use a column of numbers, text, dates or bytes");
    } else if (isInteger(left) && isInteger(right)) {
      return DataTypes.LongType;
    } else if ((isText(left) && isInteger(right)) || (isText(right) && isInteger(left))) {
      return DataTypes.StringType;
    }
    throw EvaluationException.data(
        "Cannot join by key "
            + name
            + ": it is "
            + left.sql()
            + " among the predictions and "
            + right.sql()
            + " among the targets; store it with one type on both sides");
  }

  private static boolean isText(DataType type) {
    return type.equals(DataTypes.StringType);
  }

  private static boolean isInteger(DataType type) {
    return Stream.of(
            DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType)
        .anyMatch(type::equals);
  }
}

package org.exactloss.job;

import static org.apache.spark.sql.functions.col;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.exactloss.scan.Grouping;

/** The values that make a group, in the forms in which reports hold them. */
final class GroupValues {
  private GroupValues() {}

  /**
   * What a report can hold: text, unless it is null, a number or a truth value.
   *
   * @param text the value as Spark writes it
   */
  static Object plain(Object value, String text) {
    if (value instanceof Number number && !(value instanceof BigDecimal)) {
      boolean floating = value instanceof Double || value instanceof Float;
      return floating ? (Object) Double.valueOf(text) : (Object) number.longValue();
    } else if (value instanceof Boolean || value instanceof BigDecimal) {
      return value;
    }
    return text;
  }

  /** The same for the values of many groups of a grouping. */
  static List<List<Object>> plain(
      SparkSession spark, Grouping grouping, List<List<Object>> groups) {
    StructType schema = new StructType();
    for (int i = 0; i < grouping.types().size(); i++) {
      schema = schema.add("value" + i, grouping.types().get(i));
    }
    List<Row> rows = groups.stream().map(values -> RowFactory.create(values.toArray())).toList();
    Column[] texts =
        Stream.of(schema.fieldNames())
            .map(name -> col(name).cast(DataTypes.StringType))
            .toArray(Column[]::new);
    // Spark evaluates this on the driver: a list stays one, in its order.
    List<Row> written = spark.createDataFrame(rows, schema).select(texts).collectAsList();
    List<List<Object>> plain = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < texts.length; i++) {
        values.add(plain(groups.get(group).get(i), written.get(group).getString(i)));
      }
      plain.add(values);
    }
    return plain;
  }
}

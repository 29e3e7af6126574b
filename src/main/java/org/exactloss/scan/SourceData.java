package org.exactloss.scan;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A data set to evaluate.
 *
 * @param data its rows
 * @param malformedRecord true where a record could not be parsed; absent where the format cannot
 *     tell
 */
public record SourceData(Dataset<Row> data, Optional<Column> malformedRecord) {
  /** What the names of columns begin with that are no columns of the user's. */
  public static final String INTERNAL_PREFIX = "__exactloss_";

  /** A data set without malformed records. */
  public static SourceData of(Dataset<Row> data) {
    return new SourceData(data, Optional.empty());
  }

  /** A name as an expression has it, whatever its characters. */
  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** The column of a name, whatever its characters. */
  static Column column(String name) {
    return functions.col(quoted(name));
  }

  /** Keeps the rows that satisfy the condition, and the malformed records, to be counted. */
  SourceData where(ExpressionGate gate, Optional<String> condition) {
    return condition
        .map(text -> gate.condition(data, text))
        .map(column -> malformedRecord.map(malformed -> malformed.or(column)).orElse(column))
        .map(column -> new SourceData(data.filter(column), malformedRecord))
        .orElse(this);
  }

  /**
   * Whether its rows, or those that satisfy the condition, are chosen by floating-point numbers;
   * nothing is said of a condition that cannot be used.
   */
  public boolean judgesFloatingNumbers(Optional<String> condition) {
    try {
      return SparkInternals.judgesFloatingNumbers(condition.map(data::filter).orElse(data));
    } catch (Exception unusable) {
      return false; // whoever plans the scan says why
    }
  }
}

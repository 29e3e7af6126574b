package org.exactloss.job;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.exactloss.scan.SparkMessage;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.spec.NearNames;

/** The schema that the user gives with {@code --schema}. */
final class GivenSchema {
  /** Decimal digits of the integer types, which hold no others. */
  private static final Map<DataType, Integer> INTEGER_DIGITS =
      Map.of(
          DataTypes.ByteType, 3,
          DataTypes.ShortType, 5,
          DataTypes.IntegerType, 10,
          DataTypes.LongType, 19);

  private GivenSchema() {}

  /**
   * Reads a schema.
   *
   * @throws EvaluationException of kind USAGE if it is none
   */
  static StructType parse(String ddl) {
    try {
      return StructType.fromDDL(ddl);
    } catch (Exception e) {
      // Spark throws its checked exceptions undeclared.
      if (e instanceof AnalysisException) {
        throw new EvaluationException(
            Kind.USAGE,
            "Cannot use --schema "
                + ddl
                + ": "
                + SparkMessage.sentence(e)
                + "; write names and types, as in 'p DOUBLE, t DECIMAL(10,2)'",
            e);
      }
      throw e;
    }
  }

  /**
   * Refuses a schema by which the values of files that know their types would be changed: Spark's
   * ORC reader truncates them, or reads what does not fit as null.
   *
   * @throws EvaluationException of kind USAGE if a column is not stored, of kind DATA if its type
   *     holds more than the given one
   */
  static void requireLossless(StructType given, StructType stored) {
    List<String> names = List.of(stored.fieldNames());
    for (StructField field : given.fields()) {
      DataType type =
          Arrays.stream(stored.fields())
              .filter(column -> column.name().equalsIgnoreCase(field.name()))
              .map(StructField::dataType)
              .findFirst()
              .orElseThrow(
                  () ->
                      EvaluationException.usage(
                          "Cannot use --schema: the files have no column "
                              + field.name()
                              + "; "
                              + NearNames.advice(field.name(), names)));
      if (losesValues(field.dataType(), type)) {
        throw EvaluationException.data(
            "Cannot read the column "
                + field.name()
                + " as "
                + field.dataType().sql()
                + ": it is stored as "
                + type.sql()
                + ", of which values would be lost; leave --schema out, or cast in the expression");
      }
    }
  }

  private static boolean losesValues(DataType given, DataType stored) {
    if (given instanceof ArrayType wide && stored instanceof ArrayType narrow) {
      return losesValues(wide.elementType(), narrow.elementType());
    }
    return given instanceof NumericType && !holds(given, stored);
  }

  /** Whether a numeric type holds every value of another type. */
  private static boolean holds(DataType wide, DataType narrow) {
    if (wide.equals(narrow)) {
      return true;
    } else if (wide instanceof DecimalType decimal) {
      int digits = decimal.precision() - decimal.scale();
      return narrow instanceof DecimalType stored
          ? stored.scale() <= decimal.scale() && stored.precision() - stored.scale() <= digits
          : INTEGER_DIGITS.getOrDefault(narrow, Integer.MAX_VALUE) <= digits;
    } else if (wide.equals(DataTypes.DoubleType)) {
      return narrow.equals(DataTypes.FloatType) || INTEGER_DIGITS.getOrDefault(narrow, 19) <= 10;
    } else if (wide.equals(DataTypes.FloatType)) {
      return INTEGER_DIGITS.getOrDefault(narrow, 19) <= 5;
    }
    return INTEGER_DIGITS.getOrDefault(narrow, Integer.MAX_VALUE) <= INTEGER_DIGITS.get(wide);
  }
}

package org.exactloss.store;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/**
 * How a table is stored, which its name's ending says.
 *
 * @param source Spark's name of the format
 * @param options what Spark is told, so that nothing is lost that the format can hold
 */
record TableFormat(String source, Map<String, String> options) {
  /** As RFC 4180 says: a quote is doubled, and blanks are part of a value. */
  private static final TableFormat CSV =
      new TableFormat(
          "csv",
          Map.of(
              "header", "true",
              "escape", "\"",
              "ignoreLeadingWhiteSpace", "false",
              "ignoreTrailingWhiteSpace", "false"));

  /** Without the option, a column of nulls alone would not be in the table. */
  private static final TableFormat JSON =
      new TableFormat("json", Map.of("ignoreNullFields", "false"));

  private static final Map<String, TableFormat> ENDINGS =
      Map.of(
          "orc",
          new TableFormat("orc", Map.of()),
          "csv",
          CSV,
          "csv.gz",
          CSV.compressed(),
          "json",
          JSON,
          "jsonl",
          JSON,
          "json.gz",
          JSON.compressed(),
          "jsonl.gz",
          JSON.compressed(),
          "avro",
          new TableFormat("avro", Map.of()));

  private static final Set<DataType> PLAIN_TYPES =
      Set.of(
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.StringType,
          DataTypes.BinaryType,
          DataTypes.DateType,
          DataTypes.TimestampType);

  private static final TableFormat PARQUET = new TableFormat("parquet", Map.of());

  /** The format that a URI's ending names; Parquet if it names none. */
  static TableFormat of(String uri) {
    String name = uri.replaceFirst("/+$", "").toLowerCase(Locale.ROOT);
    return ENDINGS.keySet().stream()
        .filter(ending -> name.endsWith("." + ending))
        .findFirst()
        .map(ENDINGS::get)
        .orElse(PARQUET);
  }

  private TableFormat compressed() {
    Map<String, String> all = new HashMap<>(options);
    all.put("compression", "gzip");
    return new TableFormat(source, Map.copyOf(all));
  }

  /** The options for a table with such columns: in Parquet these are not put into dictionaries. */
  Map<String, String> options(List<String> varied) {
    Map<String, String> all = new HashMap<>(options);
    if (this == PARQUET) {
      varied.forEach(column -> all.put("parquet.enable.dictionary#" + column, "false"));
    }
    return all;
  }

  /** Whether one cell can hold a value of the type. */
  boolean holds(DataType type) {
    boolean nested =
        type instanceof ArrayType
            || type instanceof MapType
            || type instanceof StructType
            || type instanceof UserDefinedType<?>;
    return !(source.equals("csv") && nested);
  }

  /** Whether the format is known to hold values of the type, in columns of any name. */
  boolean surelyHolds(DataType type) {
    if (type instanceof ArrayType array) {
      return surelyHolds(array.elementType());
    }
    return this == PARQUET && (type instanceof DecimalType || PLAIN_TYPES.contains(type));
  }
}

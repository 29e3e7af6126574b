package org.exactloss.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.exactloss.scan.SourceData;

/**
 * Files with one JSON document on each line. Spark's own reader takes the first document of a line
 * and passes over whatever follows it, so that a second record on the line would be lost without a
 * word; here such a line is a malformed record.
 */
final class JsonLines {
  private static final String LINE = "value";
  private static final String RECORD = SourceData.INTERNAL_PREFIX + "record";
  private static final String MORE = SourceData.INTERNAL_PREFIX + "more";
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .build();

  private JsonLines() {}

  /** The lines of the files, with the columns of a partitioned folder; blank lines are none. */
  static Dataset<Row> lines(SparkSession spark, Map<String, String> options, String[] paths) {
    Dataset<Row> lines = spark.read().format("text").options(options).load(paths);
    return lines.filter(functions.length(functions.trim(functions.col(LINE))).gt(0));
  }

  /** The schema that Spark finds in all lines together. */
  static StructType schema(Dataset<Row> lines, Map<String, String> options) {
    return lines
        .sparkSession()
        .read()
        .options(options)
        .json(lines.select(LINE).as(Encoders.STRING()))
        .schema();
  }

  /**
   * The records; the text of a malformed one is in the column {@code malformed}, which the schema
   * names.
   */
  static Dataset<Row> records(
      Dataset<Row> lines, Map<String, String> options, StructType schema, String malformed) {
    UDF1<String, Boolean> hasMore = JsonLines::hasMoreThanOneDocument;
    Column more = functions.udf(hasMore, DataTypes.BooleanType).apply(functions.col(LINE));
    List<Column> parsed = new ArrayList<>(List.of(functions.col(LINE), more.as(MORE)));
    parsed.add(functions.from_json(functions.col(LINE), schema, options).as(RECORD));
    List<Column> columns = new ArrayList<>();
    for (String name : schema.fieldNames()) {
      Column field = functions.col(RECORD).getField(name);
      Column value =
          name.equals(malformed)
              ? functions.when(functions.col(MORE), functions.col(LINE)).otherwise(field)
              : field;
      columns.add(value.as(name));
    }
    Arrays.stream(lines.columns())
        .filter(name -> !name.equals(LINE))
        .map(functions::col)
        .forEach(
            partition -> {
              parsed.add(partition);
              columns.add(partition);
            });
    return lines.select(parsed.toArray(Column[]::new)).select(columns.toArray(Column[]::new));
  }

  /** Whether something follows the line's first document; false if that one is malformed. */
  static boolean hasMoreThanOneDocument(String line) {
    try (JsonParser parser = JSON.createParser(line)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return false;
      }
      parser.skipChildren();
      return hasMore(parser);
    } catch (IOException malformedDocument) {
      return false;
    }
  }

  private static boolean hasMore(JsonParser parser) {
    try {
      return parser.nextToken() != null;
    } catch (IOException noDocument) {
      return true;
    }
  }
}

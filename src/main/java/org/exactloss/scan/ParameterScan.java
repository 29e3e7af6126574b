package org.exactloss.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import org.exactloss.spec.EvaluationException;

/**
 * One pass over the numeric columns of a table of parameters. Planned on the driver; nothing is
 * read before {@link #run}.
 */
public final class ParameterScan {
  /** What is done with columns of text. */
  public enum Text {
    /** They are names. */
    PASS_OVER,
    /** They are looked at, and their numbers are in the tally. */
    READ
  }

  private final Dataset<Row> projected;
  private final ParameterRequest request;
  private final boolean columnar;
  private final List<String> passedOver;

  private ParameterScan(
      Dataset<Row> projected, ParameterRequest request, boolean columnar, List<String> passedOver) {
    this.projected = projected;
    this.request = request;
    this.columnar = columnar;
    this.passedOver = passedOver;
  }

  /**
   * Plans the scan.
   *
   * @param uri what is read, for messages
   * @throws EvaluationException if no column can hold numbers
   */
  public static ParameterScan plan(String uri, SourceData source, Text text) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<ValueType> types = new ArrayList<>();
    List<String> passedOver = new ArrayList<>();
    for (StructField field : source.data().schema().fields()) {
      Optional<ValueType> type =
          ValueType.of(field.dataType()).filter(found -> text == Text.READ || !found.isText());
      if (field.name().startsWith(SourceData.INTERNAL_PREFIX)) {
        continue;
      } else if (type.isEmpty()) {
        refuseNumbersInside(uri, field);
        passedOver.add(field.name());
        continue;
      }
      columns.add(source.data().col("`" + field.name().replace("`", "``") + "`"));
      names.add(field.name());
      types.add(type.get());
    }
    if (names.isEmpty()) {
      throw EvaluationException.data(
          "Cannot compute a penalty: "
              + uri
              + " has no numeric column ("
              + schema(source.data())
              + "); name a table that has one");
    }
    boolean marked = source.malformedRecord().isPresent();
    source.malformedRecord().ifPresent(column -> columns.add(column.as("malformed")));
    Dataset<Row> projected =
        source.data().select(columns.toArray(org.apache.spark.sql.Column[]::new));
    return new ParameterScan(
        projected,
        new ParameterRequest(names, types, marked),
        FilePlan.of(projected).path().columnar(),
        passedOver);
  }

  /** They would not be counted, and nobody would notice. */
  private static void refuseNumbersInside(String uri, StructField field) {
    if (holdsNumbers(field.dataType())) {
      throw EvaluationException.data(
          "Cannot compute a penalty from "
              + uri
              + ": its column "
              + field.name()
              + " is "
              + field.dataType().sql()
              + ", and the numbers in it are not counted; store them in columns of numbers");
    }
  }

  private static boolean holdsNumbers(DataType type) {
    if (type instanceof ArrayType array) {
      return holdsNumbers(array.elementType());
    } else if (type instanceof MapType map) {
      return holdsNumbers(map.valueType());
    } else if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).anyMatch(field -> holdsNumbers(field.dataType()));
    } else if (type instanceof UserDefinedType<?> own) {
      return holdsNumbers(own.sqlType());
    }
    return ValueType.of(type).filter(found -> !found.isText()).isPresent();
  }

  private static String schema(Dataset<Row> data) {
    return String.join(
        ", ",
        Arrays.stream(data.schema().fields())
            .filter(field -> !field.name().startsWith(SourceData.INTERNAL_PREFIX))
            .map(field -> field.name() + " " + field.dataType().sql())
            .toList());
  }

  /** The columns that hold no numbers by their types. */
  public List<String> passedOver() {
    return passedOver;
  }

  /** Reads everything once: one Spark job. */
  public ParameterTally run(int treeDepth) {
    JavaRDD<byte[]> tallies =
        columnar
            ? SparkInternals.evaluateColumns(projected, request)
            : SparkInternals.evaluateRows(projected, request);
    byte[] zero = new ParameterEvaluator(request).finish();
    return ParameterTally.fromBytes(
        tallies.treeAggregate(zero, ParameterTally::merge, ParameterTally::merge, treeDepth));
  }
}

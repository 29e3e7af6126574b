package org.exactloss.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
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
    /** All cells are text: a column is one of numbers where every cell is one. */
    MAY_BE_NUMBERS
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
    List<NumericType> types = new ArrayList<>();
    List<String> passedOver = new ArrayList<>();
    for (StructField field : source.data().schema().fields()) {
      Optional<NumericType> type =
          NumericType.of(field.dataType())
              .filter(
                  found ->
                      text == Text.MAY_BE_NUMBERS || found.storage() != NumericType.Storage.TEXT);
      if (field.name().startsWith(SourceData.INTERNAL_PREFIX)) {
        continue;
      } else if (type.isEmpty()) {
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
        SparkInternals.path(projected).columnar(),
        passedOver);
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

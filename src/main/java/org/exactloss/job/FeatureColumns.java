package org.exactloss.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.exactloss.scan.SourceData;
import org.exactloss.scan.SparkMessage;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.NearNames;
import org.exactloss.spec.PredictionModel;

/**
 * The columns that a model sees, in its order.
 *
 * @param model how the model is named in messages, such as {@code --linear-model m.json}
 * @param names the columns as they were given
 * @param types their types, each of which holds numbers
 */
record FeatureColumns(String model, List<String> names, List<DataType> types) {
  /** Known by its name, so that nothing of Spark ML is needed where no vectors are. */
  private static final String VECTOR_TYPE = "org.apache.spark.ml.linalg.VectorUDT";

  /**
   * Finds the columns.
   *
   * @throws EvaluationException if one is missing (kind USAGE) or holds no numbers (kind DATA)
   */
  static FeatureColumns resolve(Dataset<Row> data, PredictionModel model) {
    String option =
        (model.kind() == PredictionModel.Kind.LINEAR ? "--linear-model " : "--pipeline-model ")
            + model.uri();
    List<DataType> types = new ArrayList<>();
    for (String name : model.features()) {
      DataType type = type(data, name);
      if (!holdsNumbers(type)) {
        throw EvaluationException.data(
            "Cannot use --features "
                + name
                + ": its type is "
                + type.sql()
                + ", which holds no numbers; use a column of an integer type, FLOAT, DOUBLE, DECIMAL or"
                + " text, an array of those, or a vector");
      }
      types.add(type);
    }
    return new FeatureColumns(option, model.features(), types);
  }

  private static DataType type(Dataset<Row> data, String name) {
    try {
      return data.select(functions.col(name)).schema().fields()[0].dataType();
    } catch (Exception e) {
      // Spark throws its checked exceptions undeclared.
      if (e instanceof AnalysisException analysis) {
        throw unresolved(data, name, analysis);
      }
      throw e;
    }
  }

  private static EvaluationException unresolved(
      Dataset<Row> data, String name, AnalysisException e) {
    boolean missing = String.valueOf(e.getCondition()).startsWith("UNRESOLVED_COLUMN");
    List<String> columns =
        Arrays.stream(data.columns())
            .filter(column -> !column.startsWith(SourceData.INTERNAL_PREFIX))
            .toList();
    String why = missing ? "there is no column of that name" : SparkMessage.sentence(e);
    return new EvaluationException(
        EvaluationException.Kind.USAGE,
        "Cannot use --features "
            + name
            + ": "
            + why
            + "; "
            + NearNames.advice(name.replace("`", ""), columns)
            + " (a name that is no plain identifier is written in backticks)",
        e);
  }

  private static boolean holdsNumbers(DataType type) {
    return type instanceof ArrayType array
        ? holdsNumbers(array.elementType())
        : type instanceof NumericType || type instanceof StringType || isVector(type);
  }

  private static boolean isVector(DataType type) {
    return type.getClass().getName().equals(VECTOR_TYPE);
  }

  /** How many numbers they are together, if their types tell. */
  OptionalInt width() {
    boolean known = types.stream().noneMatch(type -> type instanceof ArrayType || isVector(type));
    return known ? OptionalInt.of(types.size()) : OptionalInt.empty();
  }

  /** The least number of numbers that a row has. */
  int leastWidth() {
    return (int)
        types.stream().filter(type -> !(type instanceof ArrayType) && !isVector(type)).count();
  }

  /** One column with all of them, for functions that take a {@link FeatureRow}. */
  Column struct() {
    return functions.struct(
        java.util.stream.IntStream.range(0, names.size())
            .mapToObj(i -> functions.col(names.get(i)).as("feature" + i))
            .toArray(Column[]::new));
  }
}

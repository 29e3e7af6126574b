package org.exactloss.job;

import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.exactloss.spec.EvaluationException;

/**
 * Puts feature columns of any type together into one vector of Spark ML, each number as the nearest
 * double. Where one is null the vector has NaN instead, since the stages of a pipeline do not know
 * null vectors; whoever uses it makes the prediction null.
 */
final class FeatureVector {
  private FeatureVector() {}

  /**
   * The column of the vector.
   *
   * @param width how many numbers a vector needs where a whole array is null; 0 if unknown, and
   *     then such a row is refused
   */
  static Column column(FeatureColumns features, int width) {
    UDF1<Row, Vector> vector = row -> vector(features, row, width);
    return functions.udf(vector, SQLDataTypes.VectorType()).apply(features.struct());
  }

  /** Whether no feature is null. */
  static Column isComplete(FeatureColumns features) {
    UDF1<Row, Boolean> complete = row -> !FeatureRow.read(features, row).hasNulls();
    return functions
        .udf(complete, org.apache.spark.sql.types.DataTypes.BooleanType)
        .apply(features.struct());
  }

  private static Vector vector(FeatureColumns features, Row row, int width) {
    FeatureRow numbers = FeatureRow.read(features, row);
    if (!numbers.hasNulls() || features.width().isPresent()) {
      return Vectors.dense(numbers.values());
    } else if (width == 0) {
      throw EvaluationException.data(
          "Cannot apply "
              + features.model()
              + ": one of its features "
              + String.join(", ", features.names())
              + " is null in a row, and how many it needs is not known; leave such rows out with"
              + " --where");
    }
    double[] unknown = new double[width];
    Arrays.fill(unknown, Double.NaN);
    return Vectors.dense(unknown);
  }
}

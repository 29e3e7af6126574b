package org.exactloss.benchmark;

import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The usual ways to the mean squared error of the columns prediction and target. */
final class MeanSquaredErrors {
  private MeanSquaredErrors() {}

  static double sparkSql(Dataset<Row> data) {
    return data.selectExpr("avg((prediction - target) * (prediction - target))")
        .first()
        .getDouble(0);
  }

  static double sparkMl(Dataset<Row> data) {
    return new RegressionEvaluator()
        .setPredictionCol("prediction")
        .setLabelCol("target")
        .setMetricName("mse")
        .evaluate(data);
  }
}

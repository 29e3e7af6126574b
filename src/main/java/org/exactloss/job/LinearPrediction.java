package org.exactloss.job;

import java.io.Serializable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.exactloss.exact.ExactDot;
import org.exactloss.spec.EvaluationException;

/**
 * Computes the outputs of a linear model for one row, each exactly and rounded once: a number where
 * the model has one output, else an array. A null feature makes the prediction null.
 */
final class LinearPrediction implements UDF1<Row, Serializable> {
  private static final long serialVersionUID = 1;

  private final FeatureColumns features;
  private final ExactDot[] outputs;
  private final LinearModel.Dtype dtype;

  private LinearPrediction(FeatureColumns features, LinearModel model) {
    this.features = features;
    outputs = model.outputs().toArray(ExactDot[]::new);
    dtype = model.dtype();
  }

  /**
   * The column of the prediction.
   *
   * @throws EvaluationException of kind DATA if the types tell that the features do not fit
   */
  static Column column(FeatureColumns features, LinearModel model) {
    LinearPrediction prediction = new LinearPrediction(features, model);
    int width = features.width().orElse(features.leastWidth());
    if (features.width().isPresent() ? width != model.width() : width > model.width()) {
      throw prediction.misfit(width, features.width().isPresent() ? "" : "at least ", "");
    }
    DataType number =
        model.dtype() == LinearModel.Dtype.FLOAT32 ? DataTypes.FloatType : DataTypes.DoubleType;
    DataType type = model.outputs().size() == 1 ? number : DataTypes.createArrayType(number, false);
    return functions.udf(prediction, type).apply(features.struct());
  }

  @Override
  public Serializable call(Row row) {
    FeatureRow numbers = FeatureRow.read(features, row);
    if (numbers.hasNulls()) {
      return null;
    } else if (numbers.size() != outputs[0].width()) {
      throw misfit(numbers.size(), "", " in a row");
    }
    return dtype == LinearModel.Dtype.FLOAT32 ? floats(numbers) : doubles(numbers);
  }

  private Serializable floats(FeatureRow numbers) {
    double[] x = numbers.values();
    Float[] results = new Float[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      results[i] = numbers.isWide() ? outputs[i].toFloat(x, numbers.wide()) : outputs[i].toFloat(x);
    }
    return results.length == 1 ? results[0] : results;
  }

  private Serializable doubles(FeatureRow numbers) {
    double[] x = numbers.values();
    Double[] results = new Double[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      results[i] =
          numbers.isWide() ? outputs[i].toDouble(x, numbers.wide()) : outputs[i].toDouble(x);
    }
    return results.length == 1 ? results[0] : results;
  }

  private EvaluationException misfit(int width, String atLeast, String where) {
    return EvaluationException.data(
        "Cannot apply "
            + features.model()
            + ": it has weights for "
            + outputs[0].width()
            + " features, and "
            + String.join(", ", features.names())
            + " hold "
            + atLeast
            + width
            + where
            + "; name the columns of its weights, in their order, with --features");
  }
}

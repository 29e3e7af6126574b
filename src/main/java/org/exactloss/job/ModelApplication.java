package org.exactloss.job;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.Provenance;
import org.exactloss.scan.SourceData;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.PredictionModel;

/** Adds the prediction of a model to a data set, as one more column. */
final class ModelApplication {
  private final SparkSession spark;

  ModelApplication(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * A data set with its prediction.
   *
   * @param prediction the expression of the prediction's column
   * @param origin the model's own files
   * @param description for people, what was applied
   */
  record Applied(
      SourceData source, String prediction, Provenance.Input origin, String description) {}

  /**
   * Applies a model; no row is read yet.
   *
   * @param predictions the expressions that are evaluated; none stands for the model's column
   * @throws EvaluationException if the model cannot be read, or does not fit the data
   */
  Applied apply(SourceData source, PredictionModel model, List<String> predictions) {
    ModelFiles files = new ModelFiles(model, spark.sparkContext().hadoopConfiguration());
    return model.kind() == PredictionModel.Kind.LINEAR
        ? linear(source, model, files)
        : pipeline(source, model, files, predictions);
  }

  private static Applied linear(SourceData source, PredictionModel model, ModelFiles files) {
    Provenance.Input origin = files.origin("linear model");
    LinearModel linear = LinearModelJson.parse(model.uri(), files.content());
    requireFree(source.data(), linear.name(), model);
    FeatureColumns features = FeatureColumns.resolve(source.data(), model);
    Dataset<Row> data =
        source.data().withColumn(linear.name(), LinearPrediction.column(features, linear));
    String description =
        "linear, %d features, %d %s, %s, as column %s"
            .formatted(
                linear.width(),
                linear.outputs().size(),
                linear.outputs().size() == 1 ? "output" : "outputs",
                linear.dtype().name().toLowerCase(Locale.ROOT),
                linear.name());
    return new Applied(
        new SourceData(data, source.malformedRecord()), quoted(linear.name()), origin, description);
  }

  private static void requireFree(Dataset<Row> data, String name, PredictionModel model) {
    if (Arrays.stream(data.columns()).anyMatch(name::equalsIgnoreCase)) {
      throw EvaluationException.usage(
          "Cannot apply --linear-model "
              + model.uri()
              + ": the input has a column "
              + name
              + " already; give the model's column another name with the key \"name\" of its JSON");
    }
  }

  private static Applied pipeline(
      SourceData source, PredictionModel model, ModelFiles files, List<String> predictions) {
    Provenance.Input origin = files.origin("pipeline model");
    PipelinePrediction pipeline = PipelinePrediction.load(model, files.pipelineFolder());
    return new Applied(
        pipeline.apply(source, predictions),
        PredictionModel.DEFAULT_PREDICTION,
        origin,
        pipeline.description());
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}

package org.exactloss.job;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.exactloss.scan.RowPreservation;
import org.exactloss.scan.SourceData;
import org.exactloss.scan.SparkMessage;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.spec.NearNames;
import org.exactloss.spec.PredictionModel;

/** Applies a saved pipeline of Spark ML, and sees to it that every row comes out once. */
final class PipelinePrediction {
  private static final String FEATURES = "features";

  /** The parameters by which stages name the columns that they read. */
  private static final List<String> INPUT_PARAMETERS =
      List.of("inputCol", "inputCols", "featuresCol");

  private final PredictionModel model;
  private final PipelineModel pipeline;

  private PipelinePrediction(PredictionModel model, PipelineModel pipeline) {
    this.model = model;
    this.pipeline = pipeline;
  }

  /**
   * Loads a pipeline.
   *
   * @throws EvaluationException of kind STORAGE if the folder does not hold one
   */
  static PipelinePrediction load(PredictionModel model, String folder) {
    try {
      return new PipelinePrediction(model, PipelineModel.load(folder));
    } catch (Exception e) {
      throw new EvaluationException(
          Kind.STORAGE,
          "Cannot use --pipeline-model "
              + model.uri()
              + ": "
              + reason(e)
              + "; name the folder that PipelineModel.save wrote, a single model being saved in a"
              + " pipeline of its own",
          e);
    }
  }

  /**
   * The data set with the columns that the pipeline adds.
   *
   * @param predictions what is evaluated; nothing stands for the pipeline's own prediction
   * @throws EvaluationException if the pipeline does not fit the data, or may change its rows
   */
  SourceData apply(SourceData source, List<String> predictions) {
    Dataset<Row> before = source.data();
    Dataset<Row> assembled = before;
    Optional<Column> usable = Optional.empty();
    if (!model.features().isEmpty()) {
      FeatureColumns features = FeatureColumns.resolve(before, model);
      requireFree(before, FEATURES, "rename it, or leave --features out if the pipeline reads it");
      assembled = before.withColumn(FEATURES, FeatureVector.column(features, width()));
      usable = Optional.of(FeatureVector.isComplete(features));
    }
    requireInputs(assembled.schema());
    Dataset<Row> after = transform(assembled);
    requireSameRows(before, after);
    if (predictions.isEmpty()) {
      requirePrediction(before, after);
    }
    requireMalformedRecords(source, after);
    Dataset<Row> masked = usable.map(complete -> masked(before, after, complete)).orElse(after);
    return new SourceData(masked, source.malformedRecord());
  }

  /** For people, what was applied. */
  String description() {
    return "pipeline of "
        + Arrays.stream(pipeline.stages())
            .map(stage -> stage.getClass().getSimpleName())
            .collect(Collectors.joining(", "));
  }

  /** How many features the pipeline's first predictor was trained on, or 0. */
  private int width() {
    return Arrays.stream(pipeline.stages())
        .filter(org.apache.spark.ml.PredictionModel.class::isInstance)
        .map(org.apache.spark.ml.PredictionModel.class::cast)
        .mapToInt(org.apache.spark.ml.PredictionModel::numFeatures)
        .findFirst()
        .orElse(0);
  }

  private void requireInputs(StructType given) {
    StructType schema = given;
    for (Transformer stage : pipeline.stages()) {
      for (String input : inputs(stage)) {
        if (Arrays.stream(schema.fieldNames()).noneMatch(input::equalsIgnoreCase)) {
          throw EvaluationException.usage(
              message(
                  "its stage "
                      + stage.getClass().getSimpleName()
                      + " reads the column "
                      + input
                      + ", which is not there",
                  input.equals(FEATURES) && model.features().isEmpty()
                      ? "name the columns to put together with --features"
                      : NearNames.advice(input, visible(given))));
        }
      }
      schema = schemaBehind(stage, schema);
    }
  }

  private static Set<String> inputs(PipelineStage stage) {
    Set<String> inputs = new LinkedHashSet<>();
    for (Param<?> parameter : stage.params()) {
      if (INPUT_PARAMETERS.contains(parameter.name()) && stage.isDefined(parameter)) {
        Object value = stage.getOrDefault(parameter);
        inputs.addAll(
            value instanceof String[] several ? List.of(several) : List.of((String) value));
      }
    }
    return inputs;
  }

  private StructType schemaBehind(Transformer stage, StructType schema) {
    try {
      return stage.transformSchema(schema);
    } catch (Exception e) {
      throw inapplicable(stage.getClass().getSimpleName(), e);
    }
  }

  private Dataset<Row> transform(Dataset<Row> data) {
    try {
      return pipeline.transform(data);
    } catch (Exception e) {
      throw inapplicable("pipeline", e);
    }
  }

  /** Spark ML requires with exceptions of many types. */
  private RuntimeException inapplicable(String stage, Exception e) {
    return new EvaluationException(
        Kind.USAGE,
        message(
            "its stage " + stage + " refuses the input: " + reason(e),
            "give the columns with the names and types that it was trained on, and none that it"
                + " makes itself"),
        e);
  }

  private void requireFree(Dataset<Row> data, String name, String remedy) {
    if (Arrays.stream(data.columns()).anyMatch(name::equalsIgnoreCase)) {
      throw EvaluationException.usage(
          message("the input has a column " + name + " already", remedy));
    }
  }

  private void requireSameRows(Dataset<Row> before, Dataset<Row> after) {
    RowPreservation.violation(before, after)
        .ifPresent(
            why -> {
              throw EvaluationException.usage(
                  message(
                      why + ", and every row that is read has to be evaluated once",
                      "take such stages out of the pipeline (a StringIndexer or VectorAssembler with"
                          + " handleInvalid=\"skip\" is one), or compute the predictions beforehand"));
            });
  }

  /** Where no expression is asked for, the pipeline's own prediction has to be there. */
  private void requirePrediction(Dataset<Row> before, Dataset<Row> after) {
    List<String> made = made(before, after);
    if (!made.contains(PredictionModel.DEFAULT_PREDICTION)) {
      throw EvaluationException.usage(
          message(
              "it makes no column " + PredictionModel.DEFAULT_PREDICTION,
              made.isEmpty()
                  ? "use one that ends in a model that predicts"
                  : "name the one to evaluate with --prediction: it makes "
                      + NearNames.list(made)));
    }
  }

  private void requireMalformedRecords(SourceData source, Dataset<Row> after) {
    source
        .malformedRecord()
        .ifPresent(
            malformed -> {
              try {
                after.select(malformed);
              } catch (Exception e) {
                throw new EvaluationException(
                    Kind.USAGE,
                    message(
                        "it drops the column that marks malformed records",
                        "let its SQLTransformer select all columns with SELECT *"),
                    e);
              }
            });
  }

  private static List<String> made(Dataset<Row> before, Dataset<Row> after) {
    List<String> old = List.of(before.columns());
    return Arrays.stream(after.columns())
        .filter(name -> !old.contains(name) && !name.equals(FEATURES))
        .toList();
  }

  /** Null wherever a feature is null, in all columns that the pipeline has made; no vector. */
  private static Dataset<Row> masked(Dataset<Row> before, Dataset<Row> after, Column complete) {
    List<String> made = made(before, after);
    return after.select(
        Arrays.stream(after.columns())
            .filter(name -> !name.equals(FEATURES))
            .map(
                name -> {
                  Column column = functions.col("`" + name.replace("`", "``") + "`");
                  return made.contains(name) ? functions.when(complete, column).as(name) : column;
                })
            .toArray(Column[]::new));
  }

  private static List<String> visible(StructType schema) {
    return Arrays.stream(schema.fieldNames())
        .filter(name -> !name.startsWith(SourceData.INTERNAL_PREFIX))
        .toList();
  }

  private static String reason(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof AnalysisException)) {
      cause = cause.getCause();
    }
    return SparkMessage.sentence(cause).replaceFirst("^requirement failed: ", "");
  }

  private String message(String why, String remedy) {
    return "Cannot apply --pipeline-model " + model.uri() + ": " + why + "; " + remedy;
  }
}

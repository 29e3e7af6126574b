package org.exactloss.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.exactloss.report.Provenance;
import org.exactloss.scan.SourceData;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;

/**
 * The opened data sets of one evaluation.
 *
 * @param columns of the data set of the predictions as it is stored
 * @param input the data set of the predictions, with the column of a model where one computes them
 * @param targets the data set that is joined
 * @param origins where all this comes from
 * @param files those that are read of each data set of which it is known
 * @param model for people, what computes the prediction
 * @param spec what was asked, with the predictions named
 */
record Sources(
    StructType columns,
    SourceData input,
    Optional<SourceData> targets,
    List<Provenance.Input> origins,
    List<ListedFiles> files,
    Optional<String> model,
    EvaluationSpec spec) {

  /**
   * Opens what the specification names.
   *
   * @throws EvaluationException if something cannot be opened or does not fit
   */
  static Sources open(SparkSession spark, EvaluationSpec spec) {
    InputReader.Opened input =
        new InputReader(spark)
            .open(
                spec.input()
                    .orElseThrow(
                        () ->
                            EvaluationException.usage(
                                "Cannot evaluate: no data set is given; name one with --input URI,"
                                    + " --table NAME, or --format with --option")));
    return of(spark, input, spec);
  }

  /** The same of some of the files, with the columns of all. */
  Sources part(SparkSession spark, ListedFiles part, StructType columns) {
    InputSpec input = spec.input().orElseThrow();
    return of(spark, new InputReader(spark).openPart(input, part, columns), spec);
  }

  /**
   * Takes a data set at hand, and opens the rest.
   *
   * @throws EvaluationException see {@link #open}
   */
  static Sources of(Dataset<Row> data, EvaluationSpec spec) {
    if (spec.input().isPresent()) {
      throw EvaluationException.usage(
          "Cannot evaluate a Dataset: the specification names an input as well; give one of them");
    }
    Provenance.Input origin = new Provenance.Input("Dataset", "dataset", 0, 0, "");
    return of(
        data.sparkSession(),
        new InputReader.Opened(SourceData.of(data), origin, Optional.empty()),
        spec);
  }

  private static Sources of(
      SparkSession spark, InputReader.Opened predictions, EvaluationSpec spec) {
    SourceData input = predictions.source();
    List<Provenance.Input> origins = new ArrayList<>(List.of(predictions.origin()));
    List<ListedFiles> files = new ArrayList<>();
    predictions.files().ifPresent(files::add);
    Optional<SourceData> targets = Optional.empty();
    if (spec.join().isPresent()) {
      InputReader.Opened opened = new InputReader(spark).open(spec.join().get().targets());
      targets = Optional.of(opened.source());
      origins.add(opened.origin());
      opened.files().ifPresent(files::add);
    }
    Optional<ModelApplication.Applied> model = applied(spark, input, spec);
    model.ifPresent(applied -> origins.add(applied.origin()));
    boolean unnamed = spec.predictions().isEmpty();
    return new Sources(
        input.data().schema(),
        model.map(ModelApplication.Applied::source).orElse(input),
        targets,
        List.copyOf(origins),
        List.copyOf(files),
        model.map(ModelApplication.Applied::description),
        model
            .filter(applied -> unnamed)
            .map(applied -> spec.withPredictions(List.of(applied.prediction())))
            .orElse(spec));
  }

  private static Optional<ModelApplication.Applied> applied(
      SparkSession spark, SourceData input, EvaluationSpec spec) {
    try {
      return spec.model()
          .map(model -> new ModelApplication(spark).apply(input, model, spec.predictions()));
    } catch (Exception e) {
      throw SparkFailures.translate("apply the model", e);
    }
  }
}

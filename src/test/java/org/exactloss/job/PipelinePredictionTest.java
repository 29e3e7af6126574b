package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.exactloss.testing.Table.row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.scan.SourceData;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.JoinSpec;
import org.exactloss.spec.PredictionModel;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions of saved pipelines, trained here. */
class PipelinePredictionTest {
  private static final ValuePolicies SKIP =
      new ValuePolicies(ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP);

  @TempDir static Path folder;

  private static Dataset<Row> training;
  private static LinearRegressionModel regression;
  private static VectorAssembler assembler;

  /** What the pipeline of Spark ML predicts, evaluated as a column. */
  private static ModelResult expected;

  @BeforeAll
  static void train() throws IOException {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(row(i * 0.5, Math.sqrt(i), 1 + i * 0.7 - Math.sqrt(i) + 0.01 * (i % 7)));
    }
    training = Table.of("x DOUBLE, y DOUBLE, t DOUBLE", rows).data();
    assembler =
        new VectorAssembler().setInputCols(new String[] {"x", "y"}).setOutputCol("features");
    regression = new LinearRegression().setLabelCol("t").fit(assembler.transform(training));
    Dataset<Row> predicted = regression.transform(assembler.transform(training));
    expected = evaluate(predicted, EvaluationSpec.builder().prediction("prediction").target("t"));
    regression.write().overwrite().save(folder.resolve("alone").toString());
    save("whole", assembler, regression);
    save("bare", regression);
  }

  private static PipelineModel pipeline(Transformer... stages) {
    return new PipelineModel("pipeline", List.of(stages));
  }

  private static void save(String name, Transformer... stages) throws IOException {
    pipeline(stages).write().save(folder.resolve(name).toString());
  }

  private static Dataset<Row> apply(PipelineModel pipeline, Dataset<Row> data, String... features) {
    return new PipelinePrediction(model("m", features), pipeline)
        .apply(SourceData.of(data), List.of())
        .data();
  }

  private static PredictionModel model(String name, String... features) {
    String uri = folder.resolve(name).toString();
    return new PredictionModel(PredictionModel.Kind.PIPELINE, uri, List.of(features));
  }

  private static EvaluationSpecBuilder spec(PredictionModel model) {
    return EvaluationSpec.builder().target("t").model(model);
  }

  private static ModelResult evaluate(Dataset<Row> data, EvaluationSpecBuilder spec) {
    return new Evaluator(LocalSpark.session()).evaluate(data, spec.build()).results().get(0);
  }

  @Test
  void theLossIsThatOfThePredictionsOfSpark() {
    assertThat(expected.metrics().sum().getAsDouble()).isPositive();
    assertThat(evaluate(training, spec(model("whole"))).metrics()).isEqualTo(expected.metrics());
    ModelResult assembled = evaluate(training, spec(model("bare", "x", "y")));
    assertThat(assembled.metrics()).isEqualTo(expected.metrics());
    assertThat(assembled.prediction()).isEqualTo("prediction");
  }

  @Test
  void featuresOfOtherTypesAndMissingOnesAndMalformedRecords() throws IOException {
    StringBuilder csv = new StringBuilder("x,y,t\n");
    for (Row row : training.collectAsList()) {
      csv.append(row.mkString(",")).append("\n");
    }
    csv.append(",3,1\n1,2,3,4\n");
    Path file = Files.writeString(folder.resolve("d.csv"), csv);
    EvaluationSpec spec =
        spec(model("bare", "x", "y"))
            .input(InputSpec.ofPaths(file.toString()))
            .policies(SKIP)
            .build();
    Evaluator evaluator = new Evaluator(LocalSpark.session());
    ModelResult result = evaluator.evaluate(spec).results().get(0);
    assertThat(result.metrics()).isEqualTo(expected.metrics());
    assertThat(result.rows()).isEqualTo(42);
    assertThat(result.excluded()).containsOnlyKeys("malformedRecord", "nullPrediction");
    assertThat(evaluator.explain(spec))
        .contains("(pipeline model, ")
        .contains("model: pipeline of LinearRegressionModel");
    Dataset<Row> arrays = training.selectExpr("IF(x > 3, array(x, y), NULL) AS a", "t");
    EvaluationSpecBuilder few = spec(model("bare", "a")).policies(SKIP);
    assertThat(evaluate(arrays, few).excluded()).containsEntry("nullPrediction", 7L);
  }

  @Test
  void joinedTargetsAndConditions() {
    Dataset<Row> numbered = training.selectExpr("x", "y", "t", "CAST(x * 2 AS INT) AS id");
    String left = folder.resolve("left.parquet").toString();
    String right = folder.resolve("right.parquet").toString();
    numbered.drop("t").write().parquet(left);
    numbered.select("id", "t").write().parquet(right);
    EvaluationSpecBuilder spec =
        spec(model("whole"))
            .input(InputSpec.ofPaths(left))
            .join(new JoinSpec(InputSpec.ofPaths(right), List.of("id"), true))
            .where("prediction > 3");
    ModelResult joined =
        new Evaluator(LocalSpark.session()).evaluate(spec.build()).results().get(0);
    ModelResult single = evaluate(training, spec(model("whole")).where("prediction > 3"));
    assertThat(single.used()).isBetween(1L, 39L);
    assertThat(joined.metrics()).isEqualTo(single.metrics());
  }

  /** Expressions of a pipeline are computed in one row, like those of the command line. */
  @Test
  void aTransformerOfSqlThatKeepsTheRows() {
    Dataset<Row> applied =
        apply(pipeline(sql("*, x * 0.5D AS half"), assembler, regression), training);
    EvaluationSpecBuilder spec = EvaluationSpec.builder().prediction("prediction").target("t");
    assertThat(evaluate(applied, spec).metrics()).isEqualTo(expected.metrics());
    assertThat(applied.selectExpr("half").first().getDouble(0)).isZero();
  }

  private static SQLTransformer sql(String columns) {
    return new SQLTransformer().setStatement("SELECT " + columns + " FROM __THIS__");
  }

  @Test
  void pipelinesThatDoNotKeepTheRows() {
    Transformer where = new SQLTransformer().setStatement("SELECT * FROM __THIS__ WHERE x > 3");
    assertRefused("its step Filter may drop, add or change rows", training, where);
    assertRefused(
        "its step Generate may drop, add or change rows",
        training,
        sql("*, explode(array(1, 2)) AS e"));
    VectorAssembler skipping =
        new VectorAssembler()
            .setInputCols(new String[] {"x", "y"})
            .setOutputCol("features")
            .setHandleInvalid("skip");
    assertRefused("its step Filter may drop, add or change rows", training, skipping, regression);
    assertRefused(
        "the function rand in it need not give the same each time a row is read, and every row",
        training,
        sql("*, rand() AS r"));
    assertRefused(
        "a subquery in it need not give the same each time a row is read",
        training,
        sql("*, (SELECT max(x) FROM __THIS__) AS m"));
  }

  @Test
  void pipelinesThatDoNotFit() {
    assertRefused(
        "it makes no column prediction; use one that ends in a model that predicts",
        training,
        assembler);
    LinearRegressionModel renamed = regression.copy(new ParamMap());
    assertRefused(
        "it makes no column prediction; name the one to evaluate with --prediction: it makes yhat",
        training,
        assembler,
        renamed.setPredictionCol("yhat"));
    assertRefused(
        "its stage LinearRegressionModel reads the column features, which is not there; name the"
            + " columns to put together with --features",
        training,
        regression);
    assertRefused(
        "its stage VectorAssembler reads the column y, which is not there; did you mean yy",
        training.withColumnRenamed("y", "yy"),
        assembler,
        regression);
    assertRefused(
        "its stage LinearRegressionModel refuses the input: Column prediction already exists",
        training.selectExpr("*", "x AS prediction"),
        assembler,
        regression);
    assertRefused(
        "its stage VectorAssembler refuses the input: ",
        training.selectExpr("CAST(x AS STRING) AS x", "y", "t"),
        assembler,
        regression);
    assertThatThrownBy(
            () -> apply(pipeline(regression), training.selectExpr("*", "x AS features"), "x", "y"))
        .hasMessageEndingWith(
            ": the input has a column features already; rename it, or leave --features out if the"
                + " pipeline reads it");
  }

  /** Which column is evaluated is said by an expression as well. */
  @Test
  void aPredictionOfAnotherName() {
    LinearRegressionModel renamed = regression.copy(new ParamMap());
    PipelineModel pipeline = pipeline(assembler, renamed.setPredictionCol("yhat"));
    Dataset<Row> applied =
        new PipelinePrediction(model("m"), pipeline)
            .apply(SourceData.of(training), List.of("yhat"))
            .data();
    EvaluationSpecBuilder spec = EvaluationSpec.builder().prediction("yhat").target("t");
    assertThat(evaluate(applied, spec).metrics()).isEqualTo(expected.metrics());
  }

  private static void assertRefused(String why, Dataset<Row> data, Transformer... stages) {
    EvaluationException refusal =
        catchThrowableOfType(EvaluationException.class, () -> apply(pipeline(stages), data));
    assertThat(refusal)
        .isNotNull()
        .hasMessageStartingWith("Cannot apply --pipeline-model " + model("m").uri() + ": " + why);
    assertThat(refusal.kind()).isEqualTo(EvaluationException.Kind.USAGE);
  }

  /** A transformer of SQL may forget the column that marks malformed records. */
  @Test
  void malformedRecordsStayMarked() {
    Dataset<Row> marked = training.selectExpr("*", "x > 3 AS bad");
    SourceData source = new SourceData(marked, Optional.of(functions.col("bad")));
    PredictionModel model = model("m");
    List<String> t = List.of("t");
    assertThat(
            new PipelinePrediction(model, pipeline(assembler)).apply(source, t).malformedRecord())
        .isEqualTo(source.malformedRecord());
    assertThatThrownBy(
            () -> new PipelinePrediction(model, pipeline(sql("x, y, t"))).apply(source, t))
        .isInstanceOf(EvaluationException.class)
        .hasMessageEndingWith(
            ": it drops the column that marks malformed records; let its SQLTransformer select all"
                + " columns with SELECT *");
  }

  private static EvaluationException refusal(Dataset<Row> data, PredictionModel model) {
    return catchThrowableOfType(EvaluationException.class, () -> evaluate(data, spec(model)));
  }

  @Test
  void featuresOfAnotherWidth() {
    EvaluationException refusal = refusal(training, model("bare", "x"));
    assertThat(refusal).isNotNull().hasMessageStartingWith("Cannot ");
    assertThat(refusal.kind()).isEqualTo(EvaluationException.Kind.DATA);
  }

  @Test
  void foldersThatAreNoPipelines() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("nothing"));
    Files.writeString(empty.resolve("data.csv"), "x\n");
    Path file = Files.writeString(folder.resolve("m.json"), "{}");
    assertUse(
        "nothing",
        EvaluationException.Kind.STORAGE,
        "it is no saved pipeline: there is no folder metadata in it; name the folder that"
            + " PipelineModel.save wrote");
    assertUse(
        "m.json",
        EvaluationException.Kind.USAGE,
        "it is a file, and a saved pipeline is a folder; name the folder");
    assertUse(
        "alone",
        EvaluationException.Kind.STORAGE,
        "Error loading metadata: Expected class name org.apache.spark.ml.PipelineModel but found"
            + " class name org.apache.spark.ml.regression.LinearRegressionModel; name the folder");
    assertThat(file).exists();
    EvaluationException missing = refusal(training, model("missing"));
    assertThat(missing).isNotNull().hasMessageContaining("there is no such file or folder");
    assertThat(missing.kind()).isEqualTo(EvaluationException.Kind.STORAGE);
  }

  private static void assertUse(String name, EvaluationException.Kind kind, String why) {
    PredictionModel model = model(name);
    EvaluationException refusal = refusal(training, model);
    assertThat(refusal)
        .isNotNull()
        .hasMessageStartingWith("Cannot use --pipeline-model " + model.uri() + ": " + why);
    assertThat(refusal.kind()).isEqualTo(kind);
  }
}

package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.exactloss.testing.Table.row;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.exactloss.oracle.Rational;
import org.exactloss.report.EvaluationReport;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions of a linear model, computed before they are evaluated. */
class LinearPredictionTest {
  private static final long SEED = 61;
  private static final ValuePolicies SKIP =
      new ValuePolicies(ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP);

  @TempDir Path folder;

  private String write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private PredictionModel model(String json, String... features) throws IOException {
    return new PredictionModel(
        PredictionModel.Kind.LINEAR, write("m.json", json), List.of(features));
  }

  private static Dataset<Row> predicted(Dataset<Row> data, PredictionModel model) {
    return new ModelApplication(LocalSpark.session())
        .apply(SourceData.of(data), model, List.of())
        .source()
        .data();
  }

  private static ModelResult evaluate(EvaluationSpecBuilder spec) {
    return new Evaluator(LocalSpark.session()).evaluate(spec.build()).results().get(0);
  }

  /** A row with every type of feature, and its numbers as fractions. */
  private record Example(Row row, List<Rational> numbers) {
    static final StructType SCHEMA =
        StructType.fromDDL(
                "b TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, c DECIMAL(38,12),"
                    + " t STRING, a ARRAY<FLOAT>, n ARRAY<ARRAY<DECIMAL(20,0)>>")
            .add("v", SQLDataTypes.VectorType());
    static final String[] COLUMNS = SCHEMA.fieldNames();

    static Example of(SplittableRandom random) {
      long whole = random.nextLong();
      float single = (float) random.nextDouble(-9, 9);
      double wide = Double.longBitsToDouble(random.nextLong(0x3000L << 48, 0x5000L << 48));
      BigDecimal decimal = BigDecimal.valueOf(random.nextLong(), 12);
      BigDecimal large = BigDecimal.valueOf(random.nextLong()).multiply(BigDecimal.TEN);
      String text = random.nextInt(1000) + "." + random.nextInt(10, 1000) + "e-2";
      byte small = (byte) random.nextInt(-128, 128);
      Row row =
          RowFactory.create(
              small,
              (short) -77,
              1 << 30,
              whole,
              single,
              wide,
              decimal,
              text,
              new Float[] {single, -0.0f},
              new BigDecimal[][] {{large}, {BigDecimal.ONE, large.negate()}},
              random.nextBoolean()
                  ? Vectors.dense(0, wide)
                  : Vectors.sparse(2, new int[] {1}, new double[] {wide}));
      List<Rational> numbers =
          List.of(
              Rational.of(small),
              Rational.of(-77),
              Rational.of(1 << 30),
              Rational.of(whole),
              Rational.of(single),
              Rational.of(wide),
              Rational.of(decimal),
              Rational.of(Double.parseDouble(text)),
              Rational.of(single),
              Rational.ZERO,
              Rational.of(large),
              Rational.of(1),
              Rational.of(large.negate()),
              Rational.ZERO,
              Rational.of(wide));
      return new Example(row, numbers);
    }

    Rational dot(List<Rational> weights, Rational bias) {
      Rational sum = bias;
      for (int i = 0; i < weights.size(); i++) {
        sum = sum.add(weights.get(i).multiply(numbers.get(i)));
      }
      return sum;
    }
  }

  @Test
  void everyTypeOfFeatureIsTakenExactlyAndTheOutputIsRoundedOnce() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Example> examples = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      examples.add(Example.of(random));
    }
    for (int i = 0; i < 15; i++) {
      texts.add(Double.toString(random.nextDouble(-1, 1)));
    }
    Dataset<Row> data =
        LocalSpark.session()
            .createDataFrame(examples.stream().map(Example::row).toList(), Example.SCHEMA);
    List<String> reversed = new ArrayList<>(texts);
    Collections.reverse(reversed);
    String weights = "{\"weights\": [" + texts + ", " + reversed + "], \"bias\": [0.3, 0.1]";
    List<Row> doubles =
        predicted(data, model(weights + "}", Example.COLUMNS)).select("prediction").collectAsList();
    List<Row> floats =
        predicted(data, model(weights + ", \"dtype\": \"float32\"}", Example.COLUMNS))
            .select("prediction")
            .collectAsList();
    for (int i = 0; i < examples.size(); i++) {
      for (int output = 0; output < 2; output++) {
        List<String> row = output == 0 ? texts : reversed;
        String bias = output == 0 ? "0.3" : "0.1";
        Rational wide =
            examples
                .get(i)
                .dot(
                    row.stream().map(text -> Rational.of(Double.parseDouble(text))).toList(),
                    Rational.of(Double.parseDouble(bias)));
        Rational narrow =
            examples
                .get(i)
                .dot(
                    row.stream().map(text -> Rational.of(Float.parseFloat(text))).toList(),
                    Rational.of(Float.parseFloat(bias)));
        assertThat((Double) doubles.get(i).getList(0).get(output))
            .as("row %d, seed %d", i, SEED)
            .isEqualTo(wide.nearest());
        assertThat((Float) floats.get(i).getList(0).get(output))
            .as("row %d, seed %d", i, SEED)
            .isEqualTo(narrow.nearestFloat());
      }
    }
  }

  @Test
  void theColumnHasTheTypeAndTheNameOfTheModel() throws IOException {
    Dataset<Row> data = Table.of("x DOUBLE", row(1.0)).data();
    assertThat(
            predicted(data, model("{\"weights\": [1]}", "x"))
                .schema()
                .apply("prediction")
                .dataType())
        .isEqualTo(DataTypes.DoubleType);
    String named = "{\"weights\": [1], \"dtype\": \"float32\", \"name\": \"y hat\"}";
    assertThat(predicted(data, model(named, "x")).schema().apply("y hat").dataType())
        .isEqualTo(DataTypes.FloatType);
    assertThat(
            predicted(data, model("{\"weights\": [[1],[2]]}", "x"))
                .schema()
                .apply("prediction")
                .dataType())
        .isEqualTo(DataTypes.createArrayType(DataTypes.DoubleType, false));
  }

  @Test
  void aNullFeatureMakesANullPrediction() throws IOException {
    Dataset<Row> data =
        Table.of(
                "x DOUBLE, a ARRAY<INT>",
                row(1.0, new Integer[] {2, 3}),
                row(null, new Integer[] {2, 3}),
                row(1.0, null),
                row(1.0, new Integer[] {2, null}),
                row(Double.NaN, new Integer[] {2, 3}),
                row(Double.POSITIVE_INFINITY, new Integer[] {2, 3}))
            .data();
    List<Row> rows =
        predicted(data, model("{\"weights\": [1, 1, 1]}", "x", "a"))
            .select("prediction")
            .collectAsList();
    assertThat(rows)
        .extracting(predicted -> predicted.get(0))
        .containsExactly(6.0, null, null, null, Double.NaN, Double.POSITIVE_INFINITY);
  }

  private static final String CSV =
      "id,x,\"y,z\",t\na,0.1,3,1\nb,,2,1\nc,2,1,0.3\nd,1,2,3,4\ne,4,4,-1\nf,9,9,9\n";

  /** Malformed records, conditions and missing features are counted as without a model. */
  @Test
  void theModelIsEvaluatedLikeAColumn() throws IOException {
    PredictionModel model = model("{\"weights\": [0.1, 3], \"bias\": -1e-20}", "x", "`y,z`");
    EvaluationSpecBuilder spec =
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths(write("d.csv", CSV)))
            .target("t")
            .where("id <> 'f'")
            .policies(SKIP)
            .model(model);
    ModelResult result = evaluate(spec);
    assertThat(result.prediction()).isEqualTo("prediction");
    assertThat(result.rows()).isEqualTo(5);
    assertThat(result.excluded()).containsOnlyKeys("malformedRecord", "nullPrediction");
    Table computed =
        Table.of(
            "p DOUBLE, t DOUBLE",
            row(affine("0.1", "3"), 1.0),
            row(affine("2", "1"), 0.3),
            row(affine("4", "4"), -1.0));
    EvaluationSpec column = EvaluationSpec.builder().prediction("p").target("t").build();
    EvaluationReport expected =
        new Evaluator(LocalSpark.session()).evaluate(computed.data(), column);
    assertThat(result.metrics()).isEqualTo(expected.results().get(0).metrics());
  }

  /** The model of {@link #theModelIsEvaluatedLikeAColumn}. */
  private static double affine(String x, String y) {
    return Rational.of(0.1)
        .multiply(Rational.of(Double.parseDouble(x)))
        .add(Rational.of(3).multiply(Rational.of(Double.parseDouble(y))))
        .add(Rational.of(-1e-20))
        .nearest();
  }

  @Test
  void theReportAndTheExplanationNameTheModel() throws IOException {
    PredictionModel model = model("{\"weights\": [1], \"name\": \"my yhat\"}", "x");
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths(write("d.csv", "x,t\n1,2\n3,3\n")))
            .target("t")
            .model(model)
            .build();
    Evaluator evaluator = new Evaluator(LocalSpark.session());
    EvaluationReport report = evaluator.evaluate(spec);
    assertThat(report.results().get(0).prediction()).isEqualTo("my yhat");
    assertThat(report.results().get(0).metrics().sum().getAsDouble()).isEqualTo(1);
    assertThat(report.provenance().inputs()).hasSize(2);
    assertThat(report.provenance().inputs().get(1).name()).isEqualTo(model.uri());
    assertThat(report.provenance().inputs().get(1).format()).isEqualTo("linear model");
    assertThat(report.provenance().inputs().get(1).bytes())
        .isEqualTo(Files.size(Path.of(model.uri())));
    assertThat(evaluator.explain(spec))
        .contains("input: " + model.uri() + " (linear model, 1 files, ")
        .contains("model: linear, 1 features, 1 output, float64, as column my yhat")
        .contains("predictions: my yhat");
  }

  @Test
  void expressionsOverThePredictionAndJoins() throws IOException {
    PredictionModel model = model("{\"weights\": [2, 1], \"bias\": 0.5}", "x", "y");
    EvaluationSpecBuilder spec =
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths(write("p.csv", "id,x,y\n1,1,2\n2,3,4\n3,5,6\n")))
            .join(
                new JoinSpec(
                    InputSpec.ofPaths(write("t.csv", "id,t\n3,16\n1,4\n2,11\n")),
                    List.of("id"),
                    false))
            .prediction("prediction")
            .prediction("CAST(prediction - 0.5D AS INT) AS whole")
            .target("t")
            .model(model);
    EvaluationReport report = new Evaluator(LocalSpark.session()).evaluate(spec.build());
    assertThat(report.results())
        .extracting(result -> result.metrics().sum().getAsDouble())
        .containsExactly(0.75, 1.0);
  }

  /** Several outputs are an array, which is evaluated against an array of targets. */
  @Test
  void severalOutputs() throws IOException {
    Dataset<Row> data =
        Table.of(
                "x DOUBLE, y FLOAT, t ARRAY<DOUBLE>",
                row(1.0, 2f, new Double[] {1.0, 5.0}),
                row(3.0, 4f, new Double[] {1.0, 5.0}))
            .data();
    String json = "{\"weights\": [[1, 0], [0.5, 2]], \"bias\": [0.25, 0], \"dtype\": \"float32\"}";
    EvaluationSpecBuilder spec = EvaluationSpec.builder().target("t").model(model(json, "x", "y"));
    ModelResult result =
        new Evaluator(LocalSpark.session()).evaluate(data, spec.build()).results().get(0);
    assertThat(result.elements()).isEqualTo(4);
    double squares = 0.25 * 0.25 + 0.5 * 0.5 + 2.25 * 2.25 + 4.5 * 4.5;
    assertThat(result.metrics().sum().getAsDouble()).isEqualTo(squares);
  }

  @Test
  void whatDoesNotFit() throws IOException {
    Dataset<Row> data =
        Table.of(
                "x DOUBLE, y BOOLEAN, `a b` INT, a ARRAY<DOUBLE>, prediction INT, s STRING",
                row(1.0, true, 1, new Double[] {1.0}, 2, "1,5"))
            .data();
    String two = "{\"weights\": [1, 2], \"name\": \"p\"}";
    assertRefused(
        data,
        model(two, "x"),
        EvaluationException.Kind.DATA,
        "it has weights for 2 features, and x hold 1; name the columns of its weights, in their"
            + " order, with --features");
    assertRefused(
        data,
        model(two, "x", "x", "a", "x"),
        EvaluationException.Kind.DATA,
        "it has weights for 2 features, and x, x, a, x hold at least 3; name the columns of its"
            + " weights, in their order, with --features");
    assertRefused(
        data,
        model("{\"weights\": [1, 2, 3], \"name\": \"p\"}", "x", "a"),
        EvaluationException.Kind.DATA,
        "it has weights for 3 features, and x, a hold 2 in a row; name the columns of its weights,"
            + " in their order, with --features");
    assertRefused(
        data,
        model(two, "x", "s"),
        EvaluationException.Kind.DATA,
        "its feature s is '1,5' in a row, which is no number; mend it, or leave such rows out with"
            + " --where");
    assertRefused(
        data,
        model("{\"weights\": [1, 2]}", "x", "x"),
        EvaluationException.Kind.USAGE,
        "the input has a column prediction already; give the model's column another name with the"
            + " key \"name\" of its JSON");
  }

  private static void assertRefused(
      Dataset<Row> data, PredictionModel model, EvaluationException.Kind kind, String why) {
    EvaluationSpec spec = EvaluationSpec.builder().target("x").model(model).build();
    EvaluationException refusal =
        catchThrowableOfType(
            EvaluationException.class,
            () -> new Evaluator(LocalSpark.session()).evaluate(data, spec));
    assertThat(refusal)
        .isNotNull()
        .hasMessage("Cannot apply --linear-model " + model.uri() + ": " + why);
    assertThat(refusal.kind()).isEqualTo(kind);
  }

  @Test
  void featuresThatAreNoColumnsOfNumbers() throws IOException {
    Dataset<Row> data = Table.of("length DOUBLE, y BOOLEAN", row(1.0, true)).data();
    assertFeature(
        data,
        "lenght",
        EvaluationException.Kind.USAGE,
        "there is no column of that name; did you"
            + " mean length? (a name that is no plain identifier is written in backticks)");
    assertFeature(
        data,
        "y",
        EvaluationException.Kind.DATA,
        "its type is BOOLEAN, which holds no numbers; use a column of an integer type, FLOAT,"
            + " DOUBLE, DECIMAL or text, an array of those, or a vector");
  }

  private void assertFeature(
      Dataset<Row> data, String feature, EvaluationException.Kind kind, String why)
      throws IOException {
    PredictionModel model = model("{\"weights\": [1]}", feature);
    EvaluationException refusal =
        catchThrowableOfType(EvaluationException.class, () -> predicted(data, model));
    assertThat(refusal).isNotNull().hasMessage("Cannot use --features " + feature + ": " + why);
    assertThat(refusal.kind()).isEqualTo(kind);
  }

  @Test
  void filesThatAreNoModels() throws IOException {
    Dataset<Row> data = Table.of("x DOUBLE", row(1.0)).data();
    assertFile(
        data,
        folder.toString(),
        EvaluationException.Kind.STORAGE,
        "Cannot read " + folder + ": there is no data file in it");
    write("some.csv", "x\n1\n");
    assertFile(
        data,
        folder.toString(),
        EvaluationException.Kind.USAGE,
        "Cannot use --linear-model "
            + folder
            + ": it is a folder; name the JSON file of the weights; a saved pipeline is given with"
            + " --pipeline-model");
    String missing = folder.resolve("missing.json").toString();
    assertFile(
        data,
        missing,
        EvaluationException.Kind.STORAGE,
        "Cannot read " + missing + ": there is no such file or folder on file:///; check the path");
    assertFile(
        data,
        write("empty.json", ""),
        EvaluationException.Kind.STORAGE,
        "empty.json: it is empty (0 bytes); name a file or a folder that holds data");
  }

  private static void assertFile(
      Dataset<Row> data, String uri, EvaluationException.Kind kind, String message) {
    PredictionModel model = new PredictionModel(PredictionModel.Kind.LINEAR, uri, List.of("x"));
    EvaluationException refusal =
        catchThrowableOfType(EvaluationException.class, () -> predicted(data, model));
    assertThat(refusal).isNotNull().hasMessageContaining(message);
    assertThat(refusal.kind()).isEqualTo(kind);
  }
}

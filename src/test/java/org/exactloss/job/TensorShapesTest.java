package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.Metric;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows whose arrays do not fit each other, and in which words they are refused. */
class TensorShapesTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final String REMEDY = "; nothing is broadcast: make the shapes equal in every row";
  private static final String FIT = "SELECT array(1) AS p, array(2) AS t, array(1) AS w UNION ALL ";
  private static final String FIT_2 =
      "SELECT array(array(1)) AS p, array(array(2)) AS t, array(array(1)) AS w UNION ALL ";

  private static ModelResult result(String sql, EvaluationSpecBuilder spec) {
    return new Evaluator(SPARK)
        .evaluate(SPARK.sql(sql).coalesce(1), spec.prediction("p").target("t").build())
        .results()
        .get(0);
  }

  private static EvaluationSpecBuilder skipNulls() {
    return EvaluationSpec.builder()
        .policies(
            new ValuePolicies(
                ValuePolicy.SKIP, ValuePolicy.FAIL, ValuePolicy.FAIL, ValuePolicy.FAIL));
  }

  private static void assertMismatch(String sql, EvaluationSpecBuilder spec, String why) {
    ModelResult result = result(sql, spec);
    assertThat(result.refusals())
        .containsExactly("Cannot give the loss of p: 1 row has " + why + REMEDY);
    assertThat(result.excluded()).containsEntry("shapeMismatch", 1L);
    assertThat(result.rows()).isEqualTo(2);
  }

  @Test
  void shapesThatDiffer() {
    assertMismatch(
        FIT + "SELECT array(1, 2), array(1, 2, 3), NULL",
        EvaluationSpec.builder(),
        "predictions and targets of different shapes, the first one (2) beside (3)");
    assertMismatch(
        FIT_2 + "SELECT array_repeat(array(1, 2, 3), 2), array_repeat(array(1, 2), 3), NULL",
        EvaluationSpec.builder(),
        "predictions and targets of different shapes, the first one (2, 3) beside (3, 2)");
  }

  @Test
  void raggedArrays() {
    assertMismatch(
        FIT_2 + "SELECT array(array(1, 2), array(3)), array(array(1, 2), array(3)), NULL",
        EvaluationSpec.builder(),
        "arrays that do not agree on one rectangular shape, the first one a prediction ragged (2, 1"
            + " to 2) beside a target ragged (2, 1 to 2)");
  }

  @Test
  void weightsOfAThirdShape() {
    assertMismatch(
        FIT + "SELECT array(1, 2), array(3, 4), array(1, 2, 3)",
        EvaluationSpec.builder().weight("w"),
        "predictions, targets and weights of different shapes, the first one (2) beside (2) with"
            + " weights (3)");
  }

  @Test
  void theFirstOfMany() {
    Dataset<Row> data =
        SPARK
            .range(0, 100, 1, 10)
            .selectExpr("array_repeat(1, INT(id)) AS p", "array_repeat(2, INT(id % 37)) AS t");
    ModelResult result =
        new Evaluator(SPARK)
            .evaluate(data, EvaluationSpec.builder().prediction("p").target("t").build())
            .results()
            .get(0);
    assertThat(result.refusals())
        .containsExactly(
            "Cannot give the loss of p: 63 rows have predictions and targets of different shapes,"
                + " the first one (37) beside (0)"
                + REMEDY);
    assertThat(result.excluded()).containsExactly(Map.entry("shapeMismatch", 63L));
    assertThat(result.used()).isEqualTo(36 * 37 / 2);
  }

  @Test
  void aNullArrayBesideAFullOne() {
    ModelResult failed =
        result(FIT + "SELECT NULL, array(1, 2, 3), NULL", EvaluationSpec.builder());
    assertThat(failed.refusals())
        .containsExactly(
            "Cannot give the loss of p: 3 of 4 elements are null (nullPrediction 3); use --on-null"
                + " skip to leave them out, or mend the data");
    ModelResult skipped = result(FIT + "SELECT array(1, 2), NULL, NULL", skipNulls());
    assertThat(skipped.refusals()).isEmpty();
    assertThat(skipped.excluded()).containsExactly(Map.entry("nullTarget", 2L));
    ModelResult both = result(FIT + "SELECT NULL, NULL, NULL", skipNulls());
    assertThat(both.excluded()).containsExactly(Map.entry("nullTarget", 1L));
  }

  /** A null beside a null is one element, and else as many as the other side has. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "array(NULL, array(1, 2), NULL) | array(NULL, array(1.5D, 2.5D), array(7D, 8D))"
            + " | array(array(5D, 6D), array(1D, 2D), NULL)",
        "array(NULL, array(1, 2)) | array(NULL, array(1.5D, 2.5D))"
            + " | array(array(5D, 6D), array(1D, 2D))",
        "array(array(1, 2), NULL) | array(array(1.5D, 2.5D), NULL)"
            + " | array(array(1D, 2D), array(3D, 4D))"
      })
  void modelsAreComparedPlaceByPlace(String target, String model, String baseline) {
    Dataset<Row> data =
        SPARK.sql("SELECT " + target + " AS t, " + model + " AS p, " + baseline + " AS b");
    EvaluationSpec spec =
        skipNulls()
            .prediction("p")
            .prediction("b")
            .target("t")
            .analysis(
                new AnalysisSpec(
                    List.of(),
                    Set.of(),
                    new Comparison(Optional.of(ConfidenceLevel.parse("0.9")), Optional.of("b")),
                    List.of(),
                    10))
            .build();
    ModelResult result = new Evaluator(SPARK).evaluate(data, spec).results().get(0);
    assertThat(result.value(Metric.MEAN_CHANGE).toString()).contains("0.25");
  }

  @Test
  void emptyArraysOnly() {
    assertThat(
            result(
                    "SELECT CAST(array() AS ARRAY<INT>) AS p, CAST(array() AS ARRAY<INT>) AS t",
                    EvaluationSpec.builder())
                .refusals())
        .containsExactly(
            "Cannot give the loss of p: none of 0 elements can be used (there are none); mend the"
                + " data, or name other columns");
  }

  @Test
  void aSparseVectorOfAnotherSize() {
    StructType schema =
        new StructType()
            .add("p", org.apache.spark.ml.linalg.SQLDataTypes.VectorType())
            .add("t", org.apache.spark.ml.linalg.SQLDataTypes.VectorType());
    Vector sparse = Vectors.sparse(5, new int[] {1}, new double[] {2});
    Dataset<Row> data =
        SPARK
            .createDataFrame(
                List.of(
                    RowFactory.create(sparse, Vectors.dense(1, 2, 3, 4, 5)),
                    RowFactory.create(sparse, Vectors.dense(1, 2, 3, 4))),
                schema)
            .coalesce(1);
    assertThat(
            new Evaluator(SPARK)
                .evaluate(data, EvaluationSpec.builder().prediction("p").target("t").build())
                .results()
                .get(0)
                .refusals())
        .containsExactly(
            "Cannot give the loss of p: 1 row has predictions and targets of different shapes, the"
                + " first one (5) beside (4)"
                + REMEDY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "array(1D) | 2D | 1 | --prediction p | ARRAY<DOUBLE> | DOUBLE",
        "1D | array(2D) | 1 | --prediction p | DOUBLE | ARRAY<DOUBLE>",
        "array(array(1)) | array(2D) | 1 | --prediction p | ARRAY<ARRAY<INT>> | ARRAY<DOUBLE>",
        "1D | 2D | array(1) | --weight w | ARRAY<INT> | DOUBLE",
        "array(1D) | array(2D) | array(array(1)) | --weight w | ARRAY<ARRAY<INT>> | ARRAY<DOUBLE>"
      })
  void anotherDepthByTypeIsRefusedBeforeTheScan(
      String prediction, String target, String weight, String option, String type, String other) {
    EvaluationException refusal =
        catchThrowableOfType(
            EvaluationException.class,
            () ->
                result(
                    "SELECT %s AS p, %s AS t, %s AS w".formatted(prediction, target, weight),
                    EvaluationSpec.builder().weight("w")));
    assertThat(refusal.kind()).isEqualTo(EvaluationException.Kind.DATA);
    assertThat(refusal)
        .hasMessage(
            "Cannot compare %s with --target t: one is %s and the other %s, and nothing is"
                    .formatted(option, type, other)
                + " broadcast; name columns of arrays of one depth, or of plain numbers");
  }
}

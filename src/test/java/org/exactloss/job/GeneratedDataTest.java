package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdenkarau.spark.testing.DataframeGenerator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.exactloss.oracle.LossOracle;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scalacheck.Gen;
import org.scalacheck.rng.Seed;

/** Data sets that Spark Testing Base generates, nulls and extreme values among them. */
class GeneratedDataTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int DATA_SETS = 2;
  private static final int ROWS = 300;
  private static final int ATTEMPTS = 100;
  private static final ValuePolicies SKIP =
      new ValuePolicies(ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP);

  @ParameterizedTest
  @CsvSource({
    "DOUBLE, DOUBLE",
    "FLOAT, DOUBLE",
    "DOUBLE, BIGINT",
    "BIGINT, BIGINT",
    "INT, FLOAT",
    "STRING, DOUBLE",
    "SMALLINT, TINYINT"
  })
  void everyGeneratedDataSetHasTheExactLoss(String prediction, String target) {
    StructType schema = StructType.fromDDL("p " + prediction + ", t " + target);
    for (long seed = 1; seed <= DATA_SETS; seed++) {
      List<Row> rows = generate(schema, seed);
      assertThat(rows).isNotEmpty();
      LossOracle oracle = new LossOracle(SKIP);
      rows.forEach(row -> oracle.add(row.get(0), row.get(1)));
      Dataset<Row> data = SPARK.createDataFrame(rows, schema);
      EvaluationReport report =
          new Evaluator(SPARK)
              .evaluate(
                  data,
                  EvaluationSpec.builder().prediction("p").target("t").policies(SKIP).build());
      oracle.check(report.results().get(0), schema.toDDL() + ", seed " + seed);
    }
  }

  private static List<Row> generate(StructType schema, long seed) {
    Gen<Dataset<Row>> generator =
        DataframeGenerator.arbitraryDataFrame(SPARK.sqlContext(), schema, 2).arbitrary();
    return generator.pureApply(new Size(), Seed.apply(seed), ATTEMPTS).collectAsList();
  }

  /** How large the generated data sets may be. */
  private static final class Size extends Gen.Parameters {
    private static final long serialVersionUID = 1L;

    @Override
    public int size() {
      return ROWS;
    }

    @Override
    public scala.Option<Seed> initialSeed() {
      return scala.Option.empty();
    }
  }
}

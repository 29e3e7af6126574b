package org.exactloss.benchmark;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.exactloss.job.Evaluator;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;

/**
 * Where contenders run.
 *
 * @param threads of those that are not Spark; Spark's master should have as many
 * @param repetitions timed runs of each contender
 * @param slowRepetitions timed runs of those that take many times as long
 */
record Arena(
    SparkSession spark,
    DuckDb duckDb,
    Path folder,
    int threads,
    int repetitions,
    int slowRepetitions) {
  /** The peers add in doubles, in some order. */
  static final double TOLERANCE = 1e-9;

  private static final ValuePolicies SKIP_NULLS =
      new ValuePolicies(ValuePolicy.SKIP, ValuePolicy.FAIL, ValuePolicy.FAIL, ValuePolicy.FAIL);

  /** A request for these files in which nulls are left out. */
  static EvaluationSpecBuilder request(Path files) {
    return EvaluationSpec.builder()
        .input(InputSpec.ofPaths(files.toUri().toString()))
        .policies(SKIP_NULLS);
  }

  /** Ours: the mean of the first model, which must have the bits of the truth. */
  Contender ours(String name, EvaluationSpec spec, Optional<Long> used) {
    return Contender.of("ExactLoss, " + name, repetitions, 0, () -> mean(spec, used));
  }

  double mean(EvaluationSpec spec, Optional<Long> used) {
    ModelResult result = new Evaluator(spark).evaluate(spec).results().get(0);
    if (used.isPresent() && result.used() != used.get()) {
      throw new IllegalStateException(
          "%d elements were used where the truth has %d".formatted(result.used(), used.get()));
    }
    return result.metrics().mean().orElseThrow();
  }

  Contender sparkSql(String name, Path files, String mean, double tolerance) {
    return Contender.of(
        "Spark SQL, " + name,
        repetitions,
        tolerance,
        () -> spark.read().parquet(files.toUri().toString()).selectExpr(mean).first().getDouble(0));
  }

  Contender duckDb(String name, String query, double tolerance) {
    return Contender.of("DuckDB, " + name, repetitions, tolerance, () -> duckDb.number(query));
  }
}

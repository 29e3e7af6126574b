package org.exactloss.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.exactloss.oracle.LossOracle;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nulls of any frequency in predictions and targets, beside NaNs, infinities and magnitudes that no
 * window takes, read in each way: compared with the oracle.
 */
class NullRowsTest {
  private static final long SEED = 20_261_130;
  private static final int ROWS = 23_456;
  private static final ValuePolicies POLICIES =
      new ValuePolicies(
          ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.PROPAGATE);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1, 1", "6, 1", "50, 7", "97, 97", "1, 60", "0, 2", "100, 3", "2, 0"})
  void areCountedAndAddNothing(int ofPrediction, int ofTarget) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Object[]> rows = new ArrayList<>();
    LossOracle doubles = new LossOracle(POLICIES);
    LossOracle floats = new LossOracle(POLICIES);
    LossOracle ints = new LossOracle(POLICIES);
    for (int row = 0; row < ROWS; row++) {
      Double p = random.nextInt(100) < ofPrediction ? null : number(random);
      Float f = random.nextInt(100) < ofPrediction ? null : (float) random.nextGaussian();
      Integer i = random.nextInt(100) < ofPrediction ? null : random.nextInt();
      Double t = random.nextInt(100) < ofTarget ? null : number(random);
      rows.add(Table.row(p, f, i, t));
      doubles.add(p, t);
      floats.add(f, t);
      ints.add(i, t);
    }
    String data = Table.of("p DOUBLE, f FLOAT, i INT, t DOUBLE", rows).parquet(folder, "data");
    for (ReaderOption reader : ReaderOption.values()) {
      EvaluationReport report =
          new Evaluator(LocalSpark.session())
              .evaluate(
                  EvaluationSpec.builder()
                      .input(InputSpec.ofPaths(data))
                      .prediction("p")
                      .prediction("f")
                      .prediction("i")
                      .target("t")
                      .policies(POLICIES)
                      .reader(reader)
                      .build());
      String where = reader + ", seed " + SEED;
      doubles.check(report.results().get(0), where);
      floats.check(report.results().get(1), where);
      ints.check(report.results().get(2), where);
    }
  }

  private static double number(SplittableRandom random) {
    return switch (random.nextInt(200)) {
      case 0 -> Double.NaN;
      case 1 -> Double.NEGATIVE_INFINITY;
      case 2 -> Math.scalb(random.nextDouble(), random.nextInt(-1000, 500));
      default -> random.nextGaussian();
    };
  }
}

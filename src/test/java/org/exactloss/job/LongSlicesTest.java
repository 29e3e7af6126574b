package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.exactloss.oracle.LossOracle;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.SlicingReport;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.KernelOption;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Slices with more rows than the words of a group hold, in one task, with rows of ordinary numbers,
 * then of magnitudes that no window takes, then of ordinary numbers again, and with some that are
 * left out: compared with the oracle, for each kernel.
 */
class LongSlicesTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final long SEED = 20_261_129;
  private static final int ROWS = 120_000;
  private static final ValuePolicies SKIP =
      new ValuePolicies(ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP);

  @TempDir static Path folder;
  private static final Map<List<Object>, LossOracle> EXPECTED =
      new TreeMap<>((one, other) -> ((Integer) one.get(0)).compareTo((Integer) other.get(0)));

  @BeforeAll
  static void write() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Object[]> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      boolean ordinary = row < 70_000 || row >= 80_000;
      int exponent = ordinary ? 0 : random.nextInt(-160, 160);
      Double p = Math.scalb(random.nextGaussian(), exponent);
      Double t = Math.scalb(50 + 10 * random.nextGaussian(), exponent);
      if (row >= 90_000 && random.nextInt(50) == 0) {
        p = random.nextBoolean() ? null : Double.NaN;
      }
      int slice = row % 3 == 0 ? row % 5 : 7;
      rows.add(Table.row(slice, p, t));
      EXPECTED.computeIfAbsent(List.of(slice), any -> new LossOracle(SKIP)).add(p, t);
    }
    Table.of("slice INT, p DOUBLE, t DOUBLE", rows)
        .data()
        .coalesce(1)
        .write()
        .parquet(folder.resolve("data").toString());
  }

  @ParameterizedTest
  @EnumSource(KernelOption.class)
  void everySliceIsExact(KernelOption kernel) {
    EvaluationReport report =
        new Evaluator(SPARK)
            .evaluate(
                EvaluationSpec.builder()
                    .input(InputSpec.ofPaths(folder.resolve("data").toString()))
                    .prediction("p")
                    .target("t")
                    .policies(SKIP)
                    .kernel(kernel)
                    .analysis(
                        new AnalysisSpec(
                            List.of(List.of("slice")), Set.of(), Comparison.NONE, List.of(), 10))
                    .build());
    List<SlicingReport.Slice> slices = report.slicings().get(0).most();
    assertThat(slices).hasSameSizeAs(EXPECTED.keySet());
    for (SlicingReport.Slice slice : slices) {
      List<Object> key = List.of(((Long) slice.values().get(0)).intValue());
      EXPECTED.get(key).check(slice.results().get(0), kernel + ", seed " + SEED + ", " + key);
    }
    assertThat(report.results().get(0).rows()).isEqualTo(ROWS);
  }
}

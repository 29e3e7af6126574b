package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.Pictures;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures hold every used element once, the same for any order, split, reader and type. */
class PicturesTest {
  private static final ValuePolicies LENIENT =
      new ValuePolicies(
          ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.PROPAGATE, ValuePolicy.PROPAGATE);
  private static final String DDL = "p DOUBLE, t DOUBLE";

  @TempDir static Path folder;

  private static EvaluationSpecBuilder spec() {
    return EvaluationSpec.builder()
        .prediction("p")
        .target("t")
        .policies(LENIENT)
        .analysis(AnalysisSpec.NONE.withPictures());
  }

  private static Pictures of(Dataset<Row> data) {
    return new Evaluator(LocalSpark.session()).evaluate(data, spec().build()).pictures().get(0);
  }

  private static Double value(Random random) {
    return switch (random.nextInt(50)) {
      case 0 -> null;
      case 1 -> Double.NaN;
      case 2 -> Double.MAX_VALUE;
      case 3 -> -0.0;
      case 4 -> Double.NEGATIVE_INFINITY;
      case 5 -> random.nextGaussian() * Math.pow(2, random.nextInt(600) - 300);
      default -> 50 + 10 * random.nextGaussian();
    };
  }

  @Test
  void countsAddUpAndDoNotDependOnOrderSplitOrReader() {
    long seed = System.nanoTime();
    System.err.println("PicturesTest seed " + seed);
    Random random = new Random(seed);
    List<Object[]> rows = new ArrayList<>();
    long finite = 0;
    long used = 0;
    for (int i = 0; i < 20_000; i++) {
      Double p = value(random);
      Double t = value(random);
      rows.add(Table.row(p, t));
      used += p != null && t != null ? 1 : 0;
      finite += p != null && t != null && Double.isFinite(p) && Double.isFinite(t) ? 1 : 0;
    }
    Pictures pictures = of(Table.of(DDL, rows).data(1));
    assertThat(
            pictures.errors().bins().stream().mapToLong(Pictures.ErrorHistogram.Bin::count).sum())
        .isEqualTo(finite);
    assertThat(pictures.errors().nonFinite()).isEqualTo(used - finite);
    assertThat(
            pictures.profile().bins().stream().mapToLong(Pictures.TargetProfile.Bin::count).sum())
        .isEqualTo(finite);
    assertThat(
            pictures.plane().counts().stream()
                .mapToLong(Pictures.PredictionTarget.Cell::count)
                .sum())
        .isEqualTo(finite);
    assertAscending(pictures.plane().targetBins());
    assertAscending(pictures.plane().predictionBins());
    Collections.shuffle(rows, random);
    Table shuffled = Table.of(DDL, rows);
    assertThat(of(shuffled.data(7))).as("seed %d", seed).isEqualTo(pictures);
    String file = shuffled.parquet(folder, "pictures" + seed);
    assertThat(
            new Evaluator(LocalSpark.session())
                .evaluate(spec().input(InputSpec.ofPaths(file)).build())
                .pictures()
                .get(0))
        .as("seed %d", seed)
        .isEqualTo(pictures);
  }

  private static void assertAscending(List<Pictures.Range> ranges) {
    for (int i = 0; i < ranges.size(); i++) {
      assertThat(ranges.get(i).lo()).isLessThan(ranges.get(i).hi());
      if (i > 0) {
        assertThat(ranges.get(i).lo()).isGreaterThanOrEqualTo(ranges.get(i - 1).hi());
      }
    }
  }

  @Test
  void aValueIsInTheBinThatHoldsIt() {
    Pictures pictures =
        of(
            Table.of(
                    DDL,
                    Table.row(65.0, 64.0),
                    Table.row(-10.5, 8.0),
                    Table.row(8.0, 8.0),
                    Table.row(9.25, 9.0))
                .data(2));
    assertThat(pictures.errors().bins())
        .containsExactly(
            new Pictures.ErrorHistogram.Bin(-20, -18, 1),
            new Pictures.ErrorHistogram.Bin(-0.5, 0.5, 2),
            new Pictures.ErrorHistogram.Bin(1, 1.125, 1));
    assertThat(pictures.plane().targetBins())
        .containsExactly(
            new Pictures.Range(8, 9), new Pictures.Range(9, 10), new Pictures.Range(64, 72));
    Pictures.TargetProfile.Bin first = pictures.profile().bins().get(0);
    assertThat(first.count()).isEqualTo(2);
    assertThat(first.meanError()).isCloseTo(-18.5 / 2, within(1.0));
  }

  @Test
  void decimalsAreInTheBinsOfTheirDoubles() {
    List<Object[]> doubles = new ArrayList<>();
    List<Object[]> decimals = new ArrayList<>();
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      BigDecimal p = BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000_000, 3);
      BigDecimal t = BigDecimal.valueOf(random.nextInt(2_000) - 1_000, 2);
      doubles.add(Table.row(p.doubleValue(), t.doubleValue()));
      decimals.add(Table.row(p, t));
    }
    assertThat(of(Table.of("p DECIMAL(20,3), t DECIMAL(9,2)", decimals).data(3)).plane())
        .isEqualTo(of(Table.of(DDL, doubles).data(2)).plane());
  }

  @Test
  void slicesHaveNoneAndStillAddUpToTheTotal() {
    AnalysisSpec slices =
        new AnalysisSpec(List.of(List.of("t > 1")), Set.of(), Comparison.NONE, List.of(), 9);
    EvaluationReport report =
        new Evaluator(LocalSpark.session())
            .evaluate(
                Table.of(DDL, Table.row(1.0, 2.0), Table.row(3.0, 1.0)).data(2),
                spec().analysis(slices.withPictures()).build());
    assertThat(report.slicings().get(0).slices()).isEqualTo(2);
    assertThat(report.pictures().get(0).errors().bins()).hasSize(2);
  }

  @Test
  void withoutPicturesNothingIsCounted() {
    EvaluationSpec plain =
        EvaluationSpec.builder().prediction("p").target("t").policies(LENIENT).build();
    assertThat(
            new Evaluator(LocalSpark.session())
                .evaluate(Table.of(DDL, Table.row(1.0, 2.0)).data(), plain)
                .pictures())
        .isEmpty();
  }
}

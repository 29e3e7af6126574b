package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.ConfidenceLevel;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.Metric;
import org.exactloss.spec.Multioutput;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sums of states are the scan of the files that are left, bit for bit. */
class StateMergeTest {
  private static final ValuePolicies LENIENT =
      new ValuePolicies(
          ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.PROPAGATE, ValuePolicy.PROPAGATE);
  private static final String DDL =
      "s STRING, i INT, e DECIMAL(25,2), p DOUBLE, q DECIMAL(20,5), t DOUBLE, w DOUBLE";

  @TempDir Path folder;

  private static Object pick(Random random, Object... values) {
    return values[random.nextInt(values.length)];
  }

  private static Double number(Random random) {
    return switch (random.nextInt(50)) {
      case 0 -> null;
      case 1 -> 1e200;
      case 2 -> 1e-200;
      default -> random.nextGaussian() * 30;
    };
  }

  /** Rows of a day; its own slice is in no other day. */
  private static Table day(Random random, int day) {
    List<Object[]> rows = new ArrayList<>();
    for (int row = 0; row < 150; row++) {
      rows.add(
          Table.row(
              pick(random, null, "", "a", "\u202E", "only " + day),
              pick(random, null, 0, -1, 7),
              pick(random, null, new BigDecimal("12345678901234567890123.45")),
              number(random),
              BigDecimal.valueOf(random.nextLong() >> 20, 5),
              number(random),
              pick(random, 1.0, 0.5, 3.25, 0.0, null)));
    }
    return Table.of(DDL, rows);
  }

  private static EvaluationSpecBuilder asked(Set<Metric> metrics) {
    return EvaluationSpec.builder()
        .prediction("p AS model")
        .prediction("q")
        .target("t")
        .weight("w")
        .policies(LENIENT)
        .analysis(
            new AnalysisSpec(
                List.of(List.of("s"), List.of("i", "e", "s")),
                metrics,
                new Comparison(Optional.of(ConfidenceLevel.parse("0.9")), Optional.of("model")),
                List.of(),
                true,
                20));
  }

  @Test
  void sumsAreScansOfTheFilesThatAreLeft() throws IOException {
    long seed = System.nanoTime();
    System.err.println("StateMergeTest seed " + seed);
    Random random = new Random(seed);
    Set<Metric> metrics = EnumSet.allOf(Metric.class);
    metrics.remove(Metric.MAX_ERROR);
    List<String> days = new ArrayList<>();
    List<Path> states = new ArrayList<>();
    for (int day = 0; day < 3; day++) {
      days.add(day(random, day).parquet(folder, "day" + day));
      states.add(folder.resolve("day" + day + ".state"));
      SavedRun.evaluate(asked(metrics), states.get(day), days.get(day));
    }
    Path all = folder.resolve("all.state");
    EvaluationReport scan = SavedRun.evaluate(asked(metrics), all, days.toArray(String[]::new));
    StateMerge merge = SavedRun.merge(states);
    SavedRun.requireSame(merge.report(), scan);
    assertThat(SavedRun.write(merge, folder.resolve("sum.state"))).hasSameBinaryContentAs(all);

    Path rest = folder.resolve("rest.state");
    EvaluationReport without = SavedRun.evaluate(asked(metrics), rest, days.get(0), days.get(2));
    StateMerge less = SavedRun.merge(List.of(all), states.get(1));
    SavedRun.requireSame(less.report(), without);
    assertThat(SavedRun.write(less, folder.resolve("less.state"))).hasSameBinaryContentAs(rest);

    Path corrected = folder.resolve("corrected.state");
    String file = day(random, 9).parquet(folder, "corrected");
    SavedRun.evaluate(asked(metrics), corrected, file);
    EvaluationReport right =
        SavedRun.evaluate(
            asked(metrics), folder.resolve("right.state"), days.get(0), days.get(2), file);
    SavedRun.requireSame(SavedRun.merge(List.of(all, corrected), states.get(1)).report(), right);
    refuses(states, all);
  }

  /** What covers a file twice, or not at all. */
  private static void refuses(List<Path> states, Path all) {
    refused(Kind.USAGE, "both cover", List.of(all, states.get(0)));
    refused(Kind.USAGE, "no added state covers", List.of(states.get(0)), states.get(1));
    refused(Kind.DATA, "nothing is left", List.of(states.get(0)), states.get(0));
  }

  private static void refused(Kind kind, String why, List<Path> added, Path... subtracted) {
    assertThatThrownBy(() -> SavedRun.merge(added, subtracted))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(why)
        .hasMessageMatching("Cannot .+: .+; .+");
  }

  @Test
  void outputsAndLargestErrorsAreKeptUntilSomethingIsTakenAway() {
    List<Path> states = new ArrayList<>();
    List<String> files = new ArrayList<>();
    EvaluationSpecBuilder asked =
        EvaluationSpec.builder()
            .prediction("p")
            .target("t")
            .policies(LENIENT)
            .multioutput(Multioutput.RAW)
            .analysis(
                new AnalysisSpec(
                    List.of(List.of("k")),
                    Set.of(Metric.MAX_ERROR, Metric.MAE),
                    Comparison.NONE,
                    List.of(),
                    10));
    Random random = new Random(7);
    for (int part = 0; part < 2; part++) {
      List<Object[]> rows = new ArrayList<>();
      for (int row = 0; row < 40; row++) {
        Object target = row == 3 ? null : new Double[] {number(random), null, 3.0};
        rows.add(Table.row(row % 3L, new Double[] {number(random), 1.0, number(random)}, target));
      }
      Table table = Table.of("k BIGINT, p ARRAY<DOUBLE>, t ARRAY<DOUBLE>", rows);
      files.add(table.parquet(folder, "part" + part));
      states.add(folder.resolve("part" + part + ".state"));
      SavedRun.evaluate(asked, states.get(part), files.get(part));
    }
    Path both = folder.resolve("both.state");
    EvaluationReport scan = SavedRun.evaluate(asked, both, files.toArray(String[]::new));
    SavedRun.requireSame(SavedRun.merge(states).report(), scan);
    assertThat(SavedRun.write(SavedRun.merge(states), folder.resolve("sum.state")))
        .hasSameBinaryContentAs(both);
    EvaluationReport less = SavedRun.merge(List.of(both), states.get(1)).report();
    assertThat(less.results().get(0).value(Metric.MAX_ERROR).toString()).contains("subtract");
    assertThat(less.results().get(0).metrics())
        .isEqualTo(SavedRun.merge(states.subList(0, 1)).report().results().get(0).metrics());
  }

  /** What is left of them has no rows, but a maximum that nobody knows, and sums of a model. */
  @Test
  void slicesOfWhatIsTakenAwayVanish() {
    EvaluationSpecBuilder asked =
        EvaluationSpec.builder()
            .prediction("p AS model")
            .prediction("q")
            .target("t")
            .policies(LENIENT)
            .analysis(
                new AnalysisSpec(
                    List.of(List.of("k")),
                    Set.of(Metric.MAX_ERROR, Metric.MAE),
                    new Comparison(Optional.empty(), Optional.of("model")),
                    List.of(),
                    10));
    List<Path> states = new ArrayList<>();
    for (int day = 0; day < 2; day++) {
      Double second = day == 0 ? null : 2.5;
      List<Object[]> rows =
          List.of(
              Table.row("day " + day, 1.0, second, 3.0), Table.row("day " + day, 2.0, null, 1.5));
      Table table = Table.of("k STRING, p DOUBLE, q DOUBLE, t DOUBLE", rows);
      states.add(folder.resolve("own" + day + ".state"));
      SavedRun.evaluate(asked, states.get(day), table.parquet(folder, "own" + day));
    }
    EvaluationReport rest = SavedRun.merge(states, states.get(1)).report();
    EvaluationReport first = SavedRun.merge(states.subList(0, 1)).report();
    assertThat(rest.slicings().get(0).slices()).isEqualTo(1);
    assertThat(rest.results().get(0).value(Metric.MAE))
        .isEqualTo(first.results().get(0).value(Metric.MAE));
  }

  @Test
  void differentRequestsAreNamed() throws IOException {
    Path csv = Files.writeString(folder.resolve("a.csv"), "p,t\n1,2\n0.1,0.3\n");
    Path other = Files.writeString(folder.resolve("b.csv"), "p,t\n4,2\n");
    Path one = folder.resolve("one.state");
    Path two = folder.resolve("two.state");
    EvaluationSpecBuilder asked = EvaluationSpec.builder().prediction("p").target("t");
    SavedRun.evaluate(asked, one, csv.toString());
    SavedRun.evaluate(asked.where("t > 0").prediction("p * 2 AS q"), two, other.toString());
    assertThatThrownBy(() -> SavedRun.merge(List.of(one, two)))
        .isInstanceOf(EvaluationException.class)
        .hasMessageContainingAll(
            one.toString(), two.toString(), "where: nothing and t > 0", "models: p and p, q");
    assertThatThrownBy(() -> SavedRun.evaluate(asked, one, other.toString()))
        .hasMessageContaining("it exists");
  }
}

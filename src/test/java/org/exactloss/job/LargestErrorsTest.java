package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.WorstReport.Element;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.JoinSpec;
import org.exactloss.spec.Multioutput;
import org.exactloss.spec.ReaderOption;
import org.exactloss.spec.TableOutputs;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.HostileStrings;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the elements with the largest errors. */
class LargestErrorsTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final ValuePolicies LENIENT =
      new ValuePolicies(
          ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.PROPAGATE, ValuePolicy.PROPAGATE);
  private static final int MOST = 10_000;

  private static TableOutputs worst(int count, List<String> keep) {
    return new TableOutputs(Optional.empty(), false, count, keep, Optional.empty(), false);
  }

  private static EvaluationSpecBuilder spec(int count, List<String> keep, String target) {
    return EvaluationSpec.builder().target(target).policies(LENIENT).tables(worst(count, keep));
  }

  private static AnalysisSpec slices(String... expressions) {
    return new AnalysisSpec(
        List.of(List.of(expressions)), Set.of(), Comparison.NONE, List.of(), 10);
  }

  private static EvaluationReport evaluate(Dataset<Row> data, EvaluationSpecBuilder spec) {
    return new Evaluator(SPARK).evaluate(data, spec.build());
  }

  @Test
  void elementsOfArraysHaveTheirRowMajorIndex() {
    Random random = new Random(7);
    List<Object[]> rows = new ArrayList<>();
    record Expected(double size, int index, String name) {}
    List<Expected> expected = new ArrayList<>();
    for (int row = 0; row < 60; row++) {
      Double[][] p = new Double[3][];
      Double[][] t = new Double[3][];
      for (int i = 0; i < 3; i++) {
        boolean none = random.nextInt(4) == 0;
        p[i] = none ? null : new Double[2];
        t[i] = none ? null : new Double[2];
        for (int j = 0; j < 2 && !none; j++) {
          p[i][j] = random.nextInt(5) == 0 ? null : (Double) (double) random.nextInt(1 << 20);
          t[i][j] = -random.nextDouble();
          if (p[i][j] != null) {
            expected.add(new Expected(p[i][j] - t[i][j], 2 * i + j, "r" + row));
          }
        }
      }
      rows.add(Table.row(p, t, "r" + row));
    }
    expected.sort(Comparator.comparingDouble(element -> -element.size));
    Table table = Table.of("p ARRAY<ARRAY<DOUBLE>>, t ARRAY<ARRAY<DOUBLE>>, name STRING", rows);
    EvaluationSpecBuilder spec = spec(25, List.of("name"), "t").prediction("p");
    EvaluationReport report = evaluate(table.data(4), spec);
    List<Element> found = report.worst().get(0).elements();
    assertThat(found).hasSize(25);
    for (int i = 0; i < 25; i++) {
      assertThat(found.get(i).index()).isEqualTo(OptionalInt.of(expected.get(i).index));
      assertThat(found.get(i).kept()).isEqualTo(Map.of("name", expected.get(i).name));
      assertThat(found.get(i).error()).isEqualTo(expected.get(i).size);
    }
    EvaluationReport sliced = evaluate(table.data(3), spec.analysis(slices("name")));
    assertThat(sliced.worst()).isEqualTo(report.worst());
    EvaluationReport raw =
        evaluate(
            table.data(2),
            spec(25, List.of("name"), "t").prediction("p").multioutput(Multioutput.RAW));
    assertThat(raw.worst()).isEqualTo(report.worst());
    assertThat(raw.results()).hasSize(6);
    for (ModelResult output : raw.results()) {
      assertThat(raw.worstOf(output).orElseThrow())
          .isEqualTo(found.stream().filter(its -> its.index().equals(output.output())).toList());
    }
  }

  @Test
  void partnersOfAJoinKeepThePredictionsColumns() {
    Table left =
        Table.of(
            "ID STRING, p DOUBLE, extra STRING",
            Table.row("a", 5.0, "A"),
            Table.row("b", 2.0, "B"),
            Table.row("lonely", 1e9, "L"),
            Table.row("c", -7.0, null));
    Table right =
        Table.of(
            "id STRING, t DOUBLE",
            Table.row("a", 1.0),
            Table.row("b", 2.5),
            Table.row("c", 0.0),
            Table.row("other", -1e9));
    left.data().createOrReplaceTempView("worst_left");
    right.data().createOrReplaceTempView("worst_right");
    EvaluationSpec spec =
        spec(2, List.of("extra", "ID"), "t")
            .prediction("p")
            .input(InputSpec.ofTable("worst_left"))
            .join(new JoinSpec(InputSpec.ofTable("worst_right"), List.of("id"), true))
            .build();
    EvaluationReport report = new Evaluator(SPARK).evaluate(spec);
    Map<String, Object> first = new HashMap<>(Map.of("ID", "c"));
    first.put("extra", null);
    assertThat(report.worst().get(0).elements())
        .containsExactly(
            new Element(-7, -7.0, 0.0, 1L, OptionalInt.empty(), first),
            new Element(4, 5.0, 1.0, 1L, OptionalInt.empty(), Map.of("extra", "A", "ID", "a")));
  }

  @Test
  void hostileTextComesBackAsItIs() {
    List<String> texts = HostileStrings.inData();
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      rows.add(Table.row(texts.get(i), (double) i));
    }
    List<String> reversed = new ArrayList<>(texts);
    Collections.reverse(reversed);
    EvaluationReport report =
        evaluate(
            Table.of("text STRING, p DOUBLE", rows).data(2),
            spec(MOST, List.of("TEXT"), "0").prediction("p"));
    assertThat(report.worst().get(0).elements())
        .extracting(element -> element.kept().get("text"))
        .isEqualTo(reversed);
  }

  @Test
  void theTableOfErrorsMayBeWrittenAtTheSameTime(@TempDir Path folder) {
    String uri = folder.resolve("errors.parquet").toString();
    Table table =
        Table.of(
            "name STRING, p ARRAY<DOUBLE>, t ARRAY<DOUBLE>",
            Table.row("a", List.of(1.0, 5.0), List.of(1.0, 1.0)),
            Table.row("b", List.of(3.0, 0.0), List.of(0.0, 0.0)));
    EvaluationReport report =
        evaluate(
            table.data(2),
            spec(1, List.of(), "t")
                .prediction("p")
                .tables(
                    new TableOutputs(
                        Optional.of(uri), false, 1, List.of("name"), Optional.empty(), false)));
    assertThat(report.worst().get(0).elements())
        .containsExactly(new Element(4, 5.0, 1.0, 1L, OptionalInt.of(1), Map.of("name", "a")));
    assertThat(
            SPARK
                .read()
                .parquet(uri)
                .orderBy("name")
                .selectExpr("name", "squaredError[0]")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly("[a,0.0]", "[b,9.0]");
  }

  @Test
  void nullTargetsAndRefusedModelsHaveNoLargestErrors() {
    Table table =
        Table.of("p DOUBLE, q DOUBLE, t DOUBLE", Arrays.asList(new Object[][] {{1.0, null, 2.0}}));
    EvaluationSpecBuilder spec =
        spec(3, List.of(), "t").prediction("p").prediction("q").policies(ValuePolicies.FAIL);
    EvaluationReport report = evaluate(table.data(), spec);
    assertThat(report.worst()).hasSize(1);
    assertThat(report.worstOf(report.results().get(0)).orElseThrow())
        .containsExactly(new Element(-1, 1.0, 2.0, 1L, OptionalInt.empty(), Map.of()));
    assertThat(report.worstOf(report.results().get(1))).isEmpty();
    assertThat(report.provenance().reader())
        .isEqualTo("rows (each row's columns are kept for --worst)");
  }

  @Test
  void whatCannotBeKeptIsRefused() {
    Table table = Table.of("p DOUBLE, t DOUBLE", Table.row(1.0, 2.0));
    assertThatThrownBy(() -> evaluate(table.data(), spec(3, List.of("pp"), "t").prediction("p")))
        .isInstanceOf(EvaluationException.class)
        .hasMessageStartingWith("Cannot use --keep pp: there is no column pp; did you mean p");
    assertThatThrownBy(
            () ->
                evaluate(
                    table.data(),
                    spec(3, List.of(), "t").prediction("p").reader(ReaderOption.COLUMNS)))
        .hasMessage(
            "Cannot read columns: each row's columns are kept for --worst; leave out --reader"
                + " columns");
    assertThatThrownBy(() -> worst(10_001, List.of()))
        .hasMessage(
            "Cannot report the 10001 largest errors: every task and the driver hold that many rows"
                + " of each model in memory; give --worst a number of at most 10000");
  }
}

package org.exactloss.job;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.exactloss.oracle.Cell;
import org.exactloss.oracle.LossOracle;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which texts are numbers, and which doubles they are. */
class TextNumbersTest {
  private static final ValuePolicies PROPAGATE_AND_SKIP =
      new ValuePolicies(
          ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.PROPAGATE, ValuePolicy.PROPAGATE);
  private static final ValuePolicies SKIP =
      new ValuePolicies(ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.SKIP);

  /** Halfway between two doubles, the lower one even, and a little less and more. */
  private static final String TIE = "1.00000000000000011102230246251565404236316680908203125";

  private static final String MORE = TIE + "0".repeat(800) + "1";
  private static final String LESS = TIE.substring(0, TIE.length() - 1) + "4" + "9".repeat(800);

  private static final Map<String, Double> NUMBERS = new LinkedHashMap<>();

  static {
    NUMBERS.put("0", 0.0);
    NUMBERS.put("-0", 0.0);
    NUMBERS.put("+5", 5.0);
    NUMBERS.put("007", 7.0);
    NUMBERS.put("1.", 1.0);
    NUMBERS.put("0.1", 0.1);
    NUMBERS.put(".5", 0.5);
    NUMBERS.put("-.5e-3", -0.0005);
    NUMBERS.put("1e5", 100000.0);
    NUMBERS.put("1E+5", 100000.0);
    NUMBERS.put("+1.25E-0", 1.25);
    NUMBERS.put("1e0000000000000000001", 10.0);
    NUMBERS.put("0e999999999999", 0.0);
    NUMBERS.put("9007199254740993", 9007199254740992.0);
    NUMBERS.put("9007199254740995", 9007199254740996.0);
    NUMBERS.put(TIE, 1.0);
    NUMBERS.put(MORE, 1.0000000000000002);
    NUMBERS.put(LESS, 1.0);
    NUMBERS.put("4.9e-324", Double.MIN_VALUE);
    NUMBERS.put("2.4703282292062327e-324", 0.0);
    NUMBERS.put("2.4703282292062328e-324", Double.MIN_VALUE);
    NUMBERS.put("1e-99999999999", 0.0);
    NUMBERS.put("1.7976931348623158e308", Double.MAX_VALUE);
    NUMBERS.put("1.7976931348623159e308", Double.POSITIVE_INFINITY);
    NUMBERS.put("-1e400", Double.NEGATIVE_INFINITY);
    NUMBERS.put("1e99999999999", Double.POSITIVE_INFINITY);
    NUMBERS.put("NaN", Double.NaN);
    NUMBERS.put("Infinity", Double.POSITIVE_INFINITY);
    NUMBERS.put("+Infinity", Double.POSITIVE_INFINITY);
    NUMBERS.put("-Infinity", Double.NEGATIVE_INFINITY);
  }

  private static final List<String> NO_NUMBERS =
      List.of(
          "",
          "+",
          "-",
          ".",
          "+.",
          "e5",
          ".e5",
          "1e",
          "1e+",
          "1e-",
          "1e1.5",
          "1e5e5",
          "1,5",
          "1_000",
          " 1",
          "1 ",
          "\t1",
          "1\n",
          "1\u00a0",
          "1 2",
          "1d",
          "1D",
          "1f",
          "1F",
          "1L",
          "1e5f",
          "0x10",
          "0x1p3",
          "0b1",
          "#10",
          "inf",
          "Inf",
          "-inf",
          "infinity",
          "INFINITY",
          "Infinit",
          "nan",
          "NAN",
          "+NaN",
          "-NaN",
          "--1",
          "+-1",
          "1-",
          "1.2.3",
          "1..",
          "1/2",
          "1%",
          "$1",
          "(1)",
          "\u22121",
          "\uff11",
          "\u0661",
          "\u00bd",
          "\u221e",
          "1\u2019000",
          "null",
          "NULL",
          "NA",
          "N/A",
          "None",
          "-",
          "true",
          "1\u0000");

  @TempDir static Path folder;

  /** One row whose columns hold one text each. */
  private static Table columns(List<String> texts) {
    String names =
        IntStream.range(0, texts.size()).mapToObj(i -> "c" + i + " STRING").collect(joining(", "));
    return Table.of("t DOUBLE, " + names, row(texts));
  }

  private static Object[] row(List<String> texts) {
    List<Object> row = new ArrayList<>(List.of(0.0));
    row.addAll(texts);
    return row.toArray();
  }

  private static EvaluationReport evaluateColumns(List<String> texts) {
    EvaluationSpecBuilder spec = EvaluationSpec.builder().target("t").policies(PROPAGATE_AND_SKIP);
    IntStream.range(0, texts.size()).forEach(i -> spec.prediction("c" + i));
    return new Evaluator(LocalSpark.session()).evaluate(columns(texts).data(), spec.build());
  }

  @Test
  void theNearestDouble() {
    List<String> texts = List.copyOf(NUMBERS.keySet());
    EvaluationReport report = evaluateColumns(texts);
    for (int i = 0; i < texts.size(); i++) {
      new LossOracle(PROPAGATE_AND_SKIP)
          .add(NUMBERS.get(texts.get(i)), 0.0)
          .check(report.results().get(i), "the text " + texts.get(i));
    }
  }

  @Test
  void noNumberIsMalformed() {
    EvaluationReport report = evaluateColumns(NO_NUMBERS);
    for (int i = 0; i < NO_NUMBERS.size(); i++) {
      ModelResult result = report.results().get(i);
      assertThat(result.excluded())
          .as("the text '%s'", NO_NUMBERS.get(i))
          .isEqualTo(Map.of("malformedPrediction", 1L));
      assertThat(result.used()).isZero();
    }
  }

  /** All texts in each of the three places, from rows and from files in both ways. */
  @Test
  void predictionsTargetsAndWeights() {
    List<String> texts = new ArrayList<>(NUMBERS.keySet());
    texts.addAll(NO_NUMBERS);
    List<Object[]> rows = new ArrayList<>();
    for (String text : texts) {
      rows.addAll(
          Arrays.asList(
              Table.row(text, "2.5", "3"), Table.row("2.5", text, "3"), Table.row("3", "1", text)));
    }
    Table table = Table.of("p STRING, t STRING, w STRING", withoutNegativeWeights(rows));
    LossOracle oracle = new LossOracle(SKIP);
    table
        .rows()
        .forEach(
            row ->
                oracle.addCells(
                    cell(row.getString(0)), cell(row.getString(1)), cell(row.getString(2))));
    assertThat(oracle.excluded())
        .containsEntry("malformedPrediction", (long) NO_NUMBERS.size())
        .containsEntry("malformedTarget", (long) NO_NUMBERS.size())
        .containsEntry("malformedWeight", (long) NO_NUMBERS.size());
    EvaluationSpecBuilder spec =
        EvaluationSpec.builder().prediction("p").target("t").weight("w").policies(SKIP);
    Evaluator evaluator = new Evaluator(LocalSpark.session());
    oracle.check(evaluator.evaluate(table.data(), spec.build()).results().get(0), "rows");
    spec.input(InputSpec.ofPaths(table.parquet(folder, "texts")));
    for (ReaderOption reader : List.of(ReaderOption.COLUMNS, ReaderOption.ROWS)) {
      EvaluationReport report = evaluator.evaluate(spec.reader(reader).build());
      oracle.check(report.results().get(0), "Parquet, " + reader);
    }
  }

  private static Cell cell(String text) {
    return NUMBERS.containsKey(text) ? Cell.of(NUMBERS.get(text)) : Cell.of(text);
  }

  private static List<Object[]> withoutNegativeWeights(List<Object[]> rows) {
    return rows.stream().filter(row -> !(NUMBERS.getOrDefault((String) row[2], 0.0) < 0)).toList();
  }
}

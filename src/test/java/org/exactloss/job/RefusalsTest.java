package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.exactloss.spec.ValuePolicy.FAIL;
import static org.exactloss.spec.ValuePolicy.PROPAGATE;
import static org.exactloss.spec.ValuePolicy.SKIP;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.exactloss.oracle.LossOracle;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said, model by model, where there are no numbers to give. */
class RefusalsTest {
  private static final ValuePolicies SKIP_ALL = new ValuePolicies(SKIP, SKIP, SKIP, SKIP);
  private static final String THREE_TEXTS = "p STRING, t STRING, w STRING";

  @TempDir static Path folder;

  private static EvaluationSpecBuilder spec() {
    return EvaluationSpec.builder().prediction("p").target("t");
  }

  private static EvaluationReport evaluate(Table table, EvaluationSpecBuilder spec) {
    return new Evaluator(LocalSpark.session()).evaluate(table.data(), spec.build());
  }

  private static ModelResult only(Table table, EvaluationSpecBuilder spec) {
    return evaluate(table, spec).results().get(0);
  }

  @Test
  void eachPolicyHasItsOwnMessage() {
    Table table =
        Table.of(
            THREE_TEXTS,
            Table.row("1", null, "1"),
            Table.row(null, "1", "1"),
            Table.row("x", "1", "1"),
            Table.row("1", "1", "x"),
            Table.row("NaN", "1", "1"),
            Table.row("1", "Infinity", "1"),
            Table.row("1", "2", "-1"),
            Table.row("1", "2", "1"));
    ModelResult result = only(table, spec().weight("w"));
    assertThat(result.refusals())
        .containsExactly(
            "Cannot give the loss of p: 2 of 8 elements are null (nullTarget 1, nullPrediction 1);"
                + " use --on-null skip to leave them out, or mend the data",
            "Cannot give the loss of p: 2 of 8 elements are malformed (malformedWeight 1,"
                + " malformedPrediction 1); use --on-malformed skip to leave them out, or mend the"
                + " data",
            "Cannot give the loss of p: 1 of 8 elements are NaN (nanPrediction 1); use --on-nan"
                + " skip to leave them out, or mend the data",
            "Cannot give the loss of p: 1 of 8 elements are infinite (infiniteTarget 1); use"
                + " --on-infinite skip to leave them out, or mend the data",
            "Cannot give the loss of p: 1 of 8 weights are negative; mend the weights");
    assertThat(result.used()).isEqualTo(1);
  }

  @Test
  void aNegativeWeightRefusesUnderEveryPolicy() {
    Table table = Table.of(THREE_TEXTS, Table.row("1", "2", "-1"), Table.row("1", "2", "1"));
    for (ValuePolicies policies :
        List.of(
            ValuePolicies.FAIL, SKIP_ALL, new ValuePolicies(SKIP, SKIP, PROPAGATE, PROPAGATE))) {
      assertThat(only(table, spec().weight("w").policies(policies)).refusals())
          .containsExactly(
              "Cannot give the loss of p: 1 of 2 weights are negative; mend the weights");
    }
  }

  @Test
  void weightsAreNotPropagated() {
    Table table =
        Table.of(
            "p DOUBLE, t DOUBLE, w DOUBLE",
            Table.row(1.0, 2.0, Double.NaN),
            Table.row(1.0, 2.0, Double.POSITIVE_INFINITY),
            Table.row(1.0, 2.0, 1.0));
    ValuePolicies propagate = new ValuePolicies(SKIP, SKIP, PROPAGATE, PROPAGATE);
    ModelResult result = only(table, spec().weight("w").policies(propagate));
    assertThat(result.excluded()).isEqualTo(Map.of("nanWeight", 1L, "infiniteWeight", 1L));
    assertThat(result.refusals()).hasSize(2).allMatch(text -> text.contains("skip to leave them"));
  }

  @Test
  void modelsAreRefusedOneByOne() {
    Table table =
        Table.of(
            "fine DOUBLE, holes DOUBLE, nothing DOUBLE, wild DOUBLE, t DOUBLE",
            Table.row(1.0, 1.5, null, Double.NaN, 2.0),
            Table.row(2.0, null, null, 2.0, 2.5),
            Table.row(3.0, 3.5, null, Double.NEGATIVE_INFINITY, null),
            Table.row(4.0, 4.5, null, 9.0, 0.1));
    EvaluationSpecBuilder spec =
        EvaluationSpec.builder().target("t").policies(new ValuePolicies(SKIP, FAIL, FAIL, FAIL));
    List<String> names = List.of("fine", "holes", "nothing", "wild");
    names.forEach(spec::prediction);
    EvaluationReport report = evaluate(table, spec);
    for (int model = 0; model < names.size(); model++) {
      LossOracle oracle = new LossOracle(new ValuePolicies(SKIP, FAIL, FAIL, FAIL));
      for (int row = 0; row < 4; row++) {
        oracle.add(table.value(row, names.get(model)), table.value(row, "t"));
      }
      oracle.check(report.results().get(model), names.get(model));
    }
    assertThat(report.results())
        .extracting(ModelResult::refused)
        .containsExactly(false, false, true, true);
    assertThat(report.results().get(2).refusals())
        .containsExactly(
            "Cannot give the loss of nothing: none of 4 elements can be used (nullTarget 1,"
                + " nullPrediction 3); mend the data, or name other columns");
    assertThat(report.results().get(2).metrics().mean()).isEmpty();
    assertThat(report.results().get(2).metrics().sum()).isEmpty();
    assertThat(report.results().get(2).metrics().rmse()).isEmpty();
  }

  @Test
  void nothingUsable() {
    Table nulls = Table.of("p DOUBLE, t DOUBLE", Table.row(1.0, null), Table.row(2.0, null));
    assertThat(only(nulls, spec()).refusals())
        .containsExactly(
            "Cannot give the loss of p: 2 of 2 elements are null (nullTarget 2); use --on-null skip"
                + " to leave them out, or mend the data");
    assertThat(only(nulls, spec().policies(SKIP_ALL)).refusals())
        .containsExactly(
            "Cannot give the loss of p: none of 2 elements can be used (nullTarget 2); mend the"
                + " data, or name other columns");
    Table zeros = Table.of(THREE_TEXTS, Table.row("1", "2", "0"), Table.row("1", "2", "-0.0"));
    assertThat(only(zeros, spec().weight("w")).refusals())
        .containsExactly(
            "Cannot give the loss of p: none of 2 elements can be used (zeroWeight 2); mend the"
                + " data, or name other columns");
    assertThat(only(nulls, spec().target("7").ignoreTarget("7")).refusals())
        .containsExactly(
            "Cannot give the loss of p: none of 2 elements can be used (ignoredTarget 2); mend the"
                + " data, or name other columns");
  }

  @Test
  void noRows() {
    Table empty = Table.of("p DOUBLE, t DOUBLE", List.of());
    EvaluationException refusal =
        catchThrowableOfType(EvaluationException.class, () -> evaluate(empty, spec()));
    assertThat(refusal)
        .hasMessage(
            "Cannot evaluate: the input has no rows (Dataset); name a data set that has some");
    assertThat(refusal.kind()).isEqualTo(EvaluationException.Kind.STORAGE);
    Table some = Table.of("p DOUBLE, t DOUBLE", Table.row(1.0, 2.0));
    refusal =
        catchThrowableOfType(
            EvaluationException.class, () -> evaluate(some, spec().where("t > 5")));
    assertThat(refusal)
        .hasMessage("Cannot evaluate: no row satisfies --where t > 5; change the condition");
    assertThat(refusal.kind()).isEqualTo(EvaluationException.Kind.DATA);
  }

  @Test
  void malformedRecordsComeBeforeEverythingElse() throws IOException {
    Path file = folder.resolve("records.json");
    Files.writeString(
        file,
        """
        {"p": 1.0, "t": 3.0, "w": 1.0}
        {"p": 1.0, "t": 3.0, "w": -1.0
        {"p": null, "t": "NaN", "w": 0.0}
        {"p": [], "t": 3.0, "w": 1.0}
        """);
    EvaluationSpecBuilder spec =
        spec()
            .weight("w")
            .prediction("t AS perfect")
            .input(
                new InputSpec(
                    List.of(file.toString()),
                    java.util.Optional.empty(),
                    java.util.Optional.empty(),
                    Map.of(),
                    java.util.Optional.of("p DOUBLE, t DOUBLE, w DOUBLE")));
    EvaluationReport report = new Evaluator(LocalSpark.session()).evaluate(spec.build());
    for (ModelResult result : report.results()) {
      assertThat(result.excluded()).isEqualTo(Map.of("malformedRecord", 2L, "zeroWeight", 1L));
      assertThat(result.rows()).isEqualTo(4);
      assertThat(result.refusals())
          .containsExactly(
              "Cannot give the loss of "
                  + result.prediction()
                  + ": 2 of 4 elements are malformed (malformedRecord 2); use --on-malformed skip to"
                  + " leave them out, or mend the data");
    }
    report = new Evaluator(LocalSpark.session()).evaluate(spec.policies(SKIP_ALL).build());
    assertThat(report.results().get(0).metrics().sum()).hasValue(4);
    assertThat(report.results().get(1).metrics().sum()).hasValue(0);
  }
}

package org.exactloss.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.spec.Gate.End;
import org.exactloss.spec.Gate.Level;
import org.exactloss.spec.Gate.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "rmse > 3.0 | | OVERALL | RMSE | | GREATER | 3",
        "rmse>=3 | | OVERALL | RMSE | | AT_LEAST | 3",
        "ridge: mean > 2 | ridge | OVERALL | MEAN | | GREATER | 2",
        "any slice: r2 < 0.5 | | ANY_SLICE | R2 | | LESS | 0.5",
        "ANY  Slice :r2<=.5 | | ANY_SLICE | R2 | | AT_MOST | 0.5",
        "any slice: ridge: r2 < -1e-3 | ridge | ANY_SLICE | R2 | | LESS | -0.001",
        "ridge: any slice: r2 < +5. | ridge | ANY_SLICE | R2 | | LESS | 5",
        "meanChangeInterval.hi > 0.01 | | OVERALL | MEAN_CHANGE_INTERVAL | HI | GREATER | 0.01",
        "m:confidenceInterval.lo<1E2 | m | OVERALL | CONFIDENCE_INTERVAL | LO | LESS | 100",
        "a < b: x: mae > 1 | a < b: x | OVERALL | MAE | | GREATER | 1",
        "`any slice`: mae > 1 | any slice | OVERALL | MAE | | GREATER | 1",
        "`a``: b`: any slice: mae > 1 | a`: b | ANY_SLICE | MAE | | GREATER | 1",
        "(p * 2.0): mae > 0.1 | (p * 2.0) | OVERALL | MAE | | GREATER | 0.1",
        "`a`.`b`: mae > 1 | `a`.`b` | OVERALL | MAE | | GREATER | 1",
        "any slice: any slice: mae > 1 | any slice | ANY_SLICE | MAE | | GREATER | 1"
      })
  void readsConditions(
      String text,
      String model,
      Level level,
      Metric metric,
      End end,
      Operator operator,
      double threshold) {
    assertThat(Gate.parse("  " + text + " "))
        .isEqualTo(
            new Gate(
                text,
                Optional.ofNullable(model),
                level,
                metric,
                Optional.ofNullable(end),
                operator,
                threshold));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "rsme > 3 | there is no metric rsme; did you mean rmse?",
        "rmse => 3 | there is no metric rmse =; did you mean rmse?",
        "rmse == 3 | it compares nothing with <, <=, > or >=; FORM",
        "rmse > | it ends without a number; FORM",
        "rmse > 3 % | 3 % is no number to compare with; write one such as 0.5 or 1e-3",
        "rmse > NaN | NaN is no number to compare with; write one such as 0.5 or 1e-3",
        "rmse > 1e999 | 1e999 is no number to compare with; write one such as 0.5 or 1e-3",
        "rmse > 0x1p3 | 0x1p3 is no number to compare with; write one such as 0.5 or 1e-3",
        "> 3 | it names no metric; FORM",
        "ridge: > 3 | it names no metric; FORM",
        ": rmse > 3 | no model is named before the colon; FORM",
        "any slice: : rmse > 3 | no model is named before the colon; FORM",
        "rmse.hi > 3 | rmse is a number and has no ends; write rmse without .hi",
        "rmseInterval > 3 | rmseInterval is an interval; compare one of its ends, rmseInterval.lo or rmseInterval.hi",
        "rmseInterval.mid > 3 | rmseInterval is an interval; compare one of its ends, rmseInterval.lo or rmseInterval.hi"
      })
  void refusesOtherTexts(String text, String reason) {
    String form = "write it as in 'rmse > 3.0', 'ridge: mean > 2' or 'any slice: r2 < 0.5'";
    assertUsage(() -> Gate.parse(text), text, reason.replace("FORM", form));
  }

  @ParameterizedTest
  @CsvSource({
    "<, true, false, false",
    "<=, true, true, false",
    ">, false, false, true",
    ">=, false, true, true"
  })
  void comparesAndFiresOnNaN(String sign, boolean below, boolean at, boolean above) {
    Gate gate = Gate.parse("mean " + sign + " 0.1");
    assertThat(gate.operator().sign()).isEqualTo(sign);
    assertThat(gate.fires(Math.nextDown(0.1))).isEqualTo(below);
    assertThat(gate.fires(0.1)).isEqualTo(at);
    assertThat(gate.fires(Math.nextUp(0.1))).isEqualTo(above);
    assertThat(gate.fires(Double.NEGATIVE_INFINITY)).isEqualTo(below);
    assertThat(gate.fires(Double.POSITIVE_INFINITY)).isEqualTo(above);
    assertThat(gate.fires(Double.NaN)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mae > 1 | mae is not computed; ask for it with --metric mae",
        "any slice: r2 < 0 | no slices are asked for; add --slice EXPR, or leave 'any slice:' out",
        "standardError > 1 | standardError is not computed; ask for it with --confidence",
        "rmseInterval.hi > 1 | rmseInterval is not computed; ask for it with --confidence",
        "meanChange > 0 | meanChange is not computed; ask for it with --baseline",
        "share > 1 | only slices have share; write 'any slice: share'",
        "meanChangeAdjustedPValue < 1 | only slices have meanChangeAdjustedPValue; write 'any slice: meanChangeAdjustedPValue'",
        "penalty > 1 | penalty is not computed; ask for it with --parameters and --l1 or --l2",
        "batchMean > 1 | batchMean is not computed; ask for it with --batch-by or --batch-size",
        "batches > 1 | batches is not computed; ask for it with --batch-by or --batch-size"
      })
  void refusesWhatIsNotComputed(String text, String reason) {
    assertUsage(() -> spec(AnalysisSpec.NONE, text).build(), text, reason);
  }

  @Test
  void refusesWhatNeverIs() {
    AnalysisSpec analysis =
        new AnalysisSpec(
            List.of(List.of("a")),
            Set.of(Metric.MAE),
            new Comparison(Optional.empty(), Optional.of("b")),
            List.of(),
            1);
    assertUsage(
        () -> spec(analysis, "any slice: batchMean > 1").batches(BatchSpec.by("d")).build(),
        "any slice: batchMean > 1",
        "batchMean belongs to the overall result, and no slice has it; leave 'any slice:' out");
    assertUsage(
        () -> spec(analysis, "any slice: penalty > 1").build(),
        "any slice: penalty > 1",
        "penalty belongs to the overall result, and no slice has it; leave 'any slice:' out");
    assertUsage(
        () -> spec(analysis, "b: meanChange > 0").build(),
        "b: meanChange > 0",
        "b is the baseline and has no change against itself; name another model, or none to test"
            + " all others");
    assertUsage(
        () ->
            spec(analysis, "loss > 0")
                .reduction(Reduction.NONE)
                .tables(
                    new TableOutputs(
                        Optional.of("e"), false, 0, List.of(), Optional.empty(), false))
                .build(),
        "loss > 0",
        "with --reduction none each element has its own loss; test sum, mean or rmse, or choose"
            + " another reduction");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loss > 0",
        "a: meanChange > 0",
        "any slice: meanChangeInterval.lo > 0",
        "any slice: share > 0.5",
        "any slice: meanChangeAdjustedPValue < 0.05",
        "any slice: mae > 0",
        "batches < 2",
        "batchMean > 1",
        "rmseInterval.hi > 1"
      })
  void takesWhatIsComputed(String text) {
    AnalysisSpec analysis =
        new AnalysisSpec(
            List.of(List.of("a")),
            Set.of(Metric.MAE),
            new Comparison(Optional.of(ConfidenceLevel.DEFAULT), Optional.of("b")),
            List.of(),
            1);
    assertThat(spec(analysis, text).batches(BatchSpec.by("d")).build().analysis().gates())
        .containsExactly(Gate.parse(text));
  }

  @Test
  void refusesUnknownModelsOnceTheirNamesAreKnown() {
    List<Gate> gates = List.of(Gate.parse("mean > 1"), Gate.parse("any slice: rigde: mean > 1"));
    assertUsage(
        () -> Gates.requireModels(gates, List.of("ridge", "lasso")),
        "any slice: rigde: mean > 1",
        "no prediction has the name rigde; did you mean ridge?");
    Gates.requireModels(gates, List.of("rigde"));
  }

  private static EvaluationSpecBuilder spec(AnalysisSpec analysis, String gate) {
    return EvaluationSpec.builder()
        .prediction("p")
        .target("t")
        .analysis(
            new AnalysisSpec(
                analysis.slices(),
                analysis.metrics(),
                analysis.comparison(),
                List.of(Gate.parse(gate)),
                analysis.reportedSlices()));
  }

  private static void assertUsage(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable work, String gate, String reason) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessage("Cannot test the gate " + gate + ": " + reason);
  }
}

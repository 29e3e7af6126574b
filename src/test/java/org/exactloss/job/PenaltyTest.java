package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exactloss.testing.Table.row;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.RowFactory;
import org.exactloss.oracle.Rational;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.JsonReport;
import org.exactloss.report.TextReport;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.PenaltySpec;
import org.exactloss.spec.PenaltySpec.Parameters;
import org.exactloss.spec.Reduction;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Penalties beside fractions that are computed by hand or in another way. */
class PenaltyTest {
  private static final long SEED = 20_261_019;
  private static final double L1 = 0.1;
  private static final double L2 = 0.3;

  /** Three squared errors: 1/4, 4 and 9, whose mean 53/12 is no double. */
  private static final Table DATA =
      Table.of(
          "p DOUBLE, q DOUBLE, t DOUBLE",
          row(1.5, 1.0, 1.0),
          row(3.0, 5.5, 5.0),
          row(-2.0, 1.0, 1.0));

  private static final Rational MEAN = Rational.of(53).divide(Rational.of(12));

  @TempDir Path folder;

  @Test
  void everyNumberOfADocumentCountsWhereverItIs() throws IOException {
    ModelResult result =
        evaluate(
            file(
                "model.json",
                """
                {"name": "ridge", "dtype": "float64", "frozen": true, "bias": -2.5,
                 "layers": [{"w": [[0.1, -3e2], [], [7]]}, [[[[4.9e-324]]]], {"": {"x": -0.0}}],
                 "large": 123456789012345678901234567890, "1e400": 1.7976931348623157e308}
                """));
    List<Double> values =
        List.of(
            -2.5,
            0.1,
            -3e2,
            7.0,
            4.9e-324,
            -0.0,
            123456789012345678901234567890.0,
            1.7976931348623157e308);
    check(result, penalty(values.stream().map(Rational::of).toList()), MEAN);
  }

  @Test
  void documentsCanBeBareNumbersManyAndCompressed() throws IOException {
    check(evaluate(file("one.json", "-3")), penalty(List.of(Rational.of(-3))), MEAN);
    Path zipped = folder.resolve("many.json.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write("{\"a\": 1}\n{\"a\": [2, 3]}\n".getBytes(StandardCharsets.UTF_8));
    }
    check(
        evaluate(zipped.toString()),
        penalty(List.of(Rational.of(1), Rational.of(2), Rational.of(3))),
        MEAN);
  }

  @Test
  void nestingIsDeepOnlyUpToABound() throws IOException {
    int depth = ParameterDocument.MAX_DEPTH;
    String deep = "[".repeat(depth) + "2" + "]".repeat(depth);
    check(evaluate(file("deep.json", deep)), penalty(List.of(Rational.of(2))), MEAN);
    refused(Kind.STORAGE, file("deeper.json", "[" + deep + "]"), "nesting depth (1001)");
  }

  @Test
  void allTypesOfNumbersInATableStayExact() throws IOException {
    BigDecimal wide = new BigDecimal("12345678901234567890123456789012.345678");
    Table table =
        Table.of(
            "name STRING, b BYTE, s SHORT, i INT, l BIGINT, f FLOAT, d DOUBLE, m DECIMAL(38,6),"
                + " day DATE",
            row("a", (byte) -128, (short) 7, -5, Long.MIN_VALUE, 0.1f, -1e-300, wide, null),
            row(null, (byte) 1, (short) -2, 3, Long.MAX_VALUE, -2.5f, 3e300, wide.negate(), null));
    List<Rational> values = new ArrayList<>();
    for (Number number : List.of(-128, 7, -5, Long.MIN_VALUE, 1, -2, 3, Long.MAX_VALUE)) {
      values.add(Rational.of(number.longValue()));
    }
    for (double number : new double[] {0.1f, -2.5f, -1e-300, 3e300}) {
      values.add(Rational.of(number));
    }
    values.add(Rational.of(wide));
    values.add(Rational.of(wide.negate()));
    check(evaluate(table.parquet(folder, "table.parquet")), penalty(values), MEAN);
  }

  @Test
  void tablesOfAnyFormatAndSplitGiveTheSame() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Object[]> rows = new ArrayList<>();
    List<Rational> values = new ArrayList<>();
    for (int i = 0; i < 9_000; i++) {
      double value = random.nextDouble() * Math.scalb(1.0, random.nextInt(200) - 100);
      rows.add(row("w" + i, i % 2 == 0 ? value : -value));
      values.add(Rational.of(value));
    }
    Rational expected = penalty(values);
    Table table = Table.of("name STRING, value DOUBLE", rows);
    for (String format : List.of("parquet", "orc", "json", "csv")) {
      String path = folder.resolve("parameters." + format).toString();
      table.data(5).write().format(format).option("header", true).save(path);
      check(evaluate(path), expected, MEAN);
    }
  }

  @Test
  void aSourceBelongsToItsModelOnly() throws IOException {
    String shared = file("shared.json", "[1, -2]");
    String own = file("own.json", "{\"w\": 3}");
    EvaluationReport report =
        run(
            builder(
                    new Parameters(Optional.empty(), shared),
                    new Parameters(Optional.of("q"), own),
                    new Parameters(Optional.of("q"), own))
                .prediction("q")
                .reduction(Reduction.SUM));
    Rational one = Rational.of(1);
    Rational two = Rational.of(2);
    Rational three = Rational.of(3);
    check(report.results().get(0), penalty(List.of(one, two)), Rational.of(13.25));
    check(report.results().get(1), penalty(List.of(one, two, three, three)), Rational.of(0.25));
    EvaluationReport onlyOther =
        run(builder(new Parameters(Optional.of("q"), own)).prediction("q"));
    check(onlyOther.results().get(0), Rational.ZERO, MEAN);
    assertThat(report.provenance().inputs())
        .extracting(input -> input.name())
        .containsExactly("Dataset", shared, own);
    assertThat(report.provenance().inputs().get(2).bytes()).isEqualTo(8);
    assertThat(JsonReport.of(report))
        .contains("\"penalty\": " + report.results().get(0).penalty().getAsDouble());
    assertThat(TextReport.of(report)).containsPattern("penalty +\\d").containsPattern("loss +\\d");
  }

  /** Adding rounded numbers would give another bit here. */
  @Test
  void lossAndPenaltyAreRoundedOnceTogether() throws IOException {
    EvaluationReport report = run(builder(new Parameters(Optional.empty(), file("p.json", "[1]"))));
    ModelResult result = report.results().get(0);
    double roundedTwice = result.metrics().mean().getAsDouble() + result.penalty().getAsDouble();
    Rational penalty = Rational.of(L1).add(Rational.of(L2));
    assertThat(result.loss()).hasValue(MEAN.add(penalty).nearest());
    assertThat(result.loss().getAsDouble()).isNotEqualTo(roundedTwice);
  }

  @Test
  void nanAndInfiniteLossesStaySo() throws IOException {
    String parameters = file("p.json", "[1]");
    Table table = Table.of("p DOUBLE, t DOUBLE", row(Double.NEGATIVE_INFINITY, 1.0));
    EvaluationSpec spec =
        builder(new Parameters(Optional.empty(), parameters))
            .policies(
                new ValuePolicies(
                    ValuePolicy.FAIL, ValuePolicy.FAIL, ValuePolicy.FAIL, ValuePolicy.PROPAGATE))
            .build();
    ModelResult result =
        new Evaluator(LocalSpark.session()).evaluate(table.data(), spec).results().get(0);
    assertThat(result.loss()).hasValue(Double.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1, NaN]                | the value at /1 in line 1 is NaN and no finite number",
        "{\"a\": {\"b\": -Infinity}} | the value at /a/b in line 1 is -Infinity and no finite",
        "{\"a\": \"nan\", \"b\": 1}    | the value at /a in line 1 is \"nan\" and no finite number",
        "[\"-Infinity\"]           | the value at /0 in line 1 is \"-Infinity\"",
        "{\"bias\": null, \"w\": 1}  | the value at /bias in line 1 is null",
        "[1, 1e999]              | the value at /1 in line 1 is 1e999 and no finite number",
        "{\"name\": \"x\"}           | it has no number; name a file that has some"
      })
  void whatIsNoParameterInADocument(String json, String reason) throws IOException {
    refused(Kind.DATA, file("p.json", json), reason);
  }

  @Test
  void documentsThatCannotBeRead() throws IOException {
    refused(Kind.STORAGE, file("cut.json", "{\"a\": [1,\n 2"), "it is no JSON in line 2 (");
    refused(Kind.STORAGE, file("text.json", "weights: 1"), "it is no JSON in line 1 (");
    refused(Kind.STORAGE, file("empty.json", ""), "it is empty (0 bytes)");
    refused(Kind.STORAGE, folder + "/none.json", "there is no such file or folder");
    refused(Kind.USAGE, file("weights.npz", "PK"), "do not name one of parquet");
  }

  @Test
  void whatIsNoParameterInATable() throws IOException {
    refused(
        Kind.DATA,
        Table.of("w DOUBLE, v FLOAT", row(1.0, Float.NaN), row(null, Float.POSITIVE_INFINITY))
            .parquet(folder, "a.parquet"),
        "of the values in its column w 1 is null; mend them, or leave the column out");
    refused(
        Kind.DATA,
        Table.of("v FLOAT", row(Float.NaN), row(Float.NaN), row(Float.NEGATIVE_INFINITY))
            .parquet(folder, "b.parquet"),
        "of the values in its column v 2 are NaN, 1 is infinite");
    refused(
        Kind.DATA,
        Table.of("name STRING, ok BOOLEAN", row("1", true)).parquet(folder, "c.parquet"),
        "has no numeric column (name STRING, ok BOOLEAN)");
    refused(
        Kind.DATA,
        Table.of("w STRUCT<a: INT>", row(RowFactory.create(1))).parquet(folder, "d.parquet"),
        "its column w is STRUCT<a: INT>, and the numbers in it are not counted");
    refused(
        Kind.DATA,
        file("e.csv", "name,w\na,1\nb,none\n"),
        "of the values in its column w 1 is no number");
    refused(Kind.DATA, file("f.csv", "name,w\na,x\n"), "it has no number");
    refused(
        Kind.DATA,
        file("g.jsonl", "{\"w\": 1, \"v\": \"NaN\"}\n{\"w\": 2, \"v\": 3}\n"),
        "of the values in its column v 1 is NaN");
    refused(Kind.DATA, file("h.csv", "w\n1\n1,2\n"), "1 records are malformed");
  }

  @Test
  void namesOfModelsAreChecked() throws IOException {
    String parameters = file("p.json", "[1]");
    assertThatThrownBy(() -> run(builder(new Parameters(Optional.of("pp"), parameters))))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessage(
            "Cannot use --parameters pp="
                + parameters
                + ": no prediction has the name pp; did you mean p?");
  }

  private void refused(Kind kind, String uri, String reason) {
    assertThatThrownBy(() -> evaluate(uri))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind))
        .hasMessageContainingAll(reason, uri)
        .message()
        .matches("(?s)Cannot .+: .+; .+");
  }

  private static void check(ModelResult result, Rational penalty, Rational reduction) {
    assertThat(result.refusals()).isEmpty();
    assertThat(bits(result.penalty().getAsDouble())).isEqualTo(bits(penalty.nearest()));
    assertThat(bits(result.loss().getAsDouble())).isEqualTo(bits(reduction.add(penalty).nearest()));
  }

  private static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  private static Rational penalty(List<Rational> values) {
    Rational absolute = Rational.ZERO;
    Rational squared = Rational.ZERO;
    for (Rational value : values) {
      absolute = absolute.add(value.signum() < 0 ? value.negate() : value);
      squared = squared.add(value.multiply(value));
    }
    return Rational.of(L1).multiply(absolute).add(Rational.of(L2).multiply(squared));
  }

  private static EvaluationSpecBuilder builder(Parameters... sources) {
    return EvaluationSpec.builder()
        .prediction("p")
        .target("t")
        .penalty(new PenaltySpec(L1, L2, Arrays.asList(sources)));
  }

  private static EvaluationReport run(EvaluationSpecBuilder builder) {
    return new Evaluator(LocalSpark.session()).evaluate(DATA.data(), builder.build());
  }

  private static ModelResult evaluate(String uri) {
    return run(builder(new Parameters(Optional.empty(), uri))).results().get(0);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}

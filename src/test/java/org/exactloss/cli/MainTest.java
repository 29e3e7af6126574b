package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.GateResult;
import org.exactloss.report.JsonReport;
import org.exactloss.report.Reports;
import org.exactloss.report.TextReport;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.spec.Gate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MainTest {
  private static final List<String> REQUIRED =
      List.of("evaluate", "--input", "f.csv", "--prediction", "p", "--target", "t");

  private static final EvaluationReport GOOD = Reports.of(Reports.persistence());
  private static final EvaluationReport MIXED =
      Reports.of(Reports.persistence(), Reports.refused());
  private static final EvaluationReport REFUSED = Reports.of(Reports.refused());

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private PreparedEngine engine;

  @Test
  void printsTheTable() {
    assertThat(run(() -> GOOD)).isZero();
    assertThat(out()).isEqualTo(TextReport.of(GOOD));
    assertThat(err()).isEmpty();
    assertThat(engine.closed()).isEqualTo(1);
  }

  @Test
  void writesTheReportWithTheGivenOptionsAndPrintsTheTable() throws IOException {
    Path report = folder.resolve("r.json");
    assertThat(run(() -> GOOD, "--report", report.toString(), "--on-null", "skip")).isZero();
    assertThat(out()).isEqualTo(TextReport.of(GOOD));
    assertThat(report)
        .hasContent(
            JsonReport.of(
                GOOD.withOptions(
                    EvaluationRequest.of(values("--report", report.toString(), "--on-null", "skip"))
                        .options())));
    assertThat(names()).containsExactly("r.json");
  }

  @Test
  void printsTheReportInsteadOfTheTable() {
    assertThat(run(() -> GOOD, "--report", "-")).isZero();
    assertThat(out()).startsWith("{\n  \"schema\": \"exactloss-report/1\",").endsWith("}\n");
  }

  @Test
  void keepsTheResultsOfOtherModelsWhereOneIsRefused() {
    Path report = folder.resolve("r.json");
    assertThat(run(() -> MIXED, "--report", report.toString())).isEqualTo(3);
    assertThat(out()).isEqualTo(TextReport.of(MIXED));
    assertThat(err()).isEqualTo(Reports.REFUSAL + "\n");
    assertThat(report).content().contains("\"mean\": 2.931917206982544", "\"mean\": null");
  }

  @Test
  void writesNoReportWhereAllModelsAreRefusedButShowsTheAccounting() throws IOException {
    assertThat(run(() -> REFUSED, "--report", folder.resolve("r.json").toString())).isEqualTo(3);
    assertThat(out()).isEqualTo(TextReport.of(REFUSED)).contains("nullPrediction         2,948\n");
    assertThat(err()).isEqualTo(Reports.REFUSAL + "\n");
    assertThat(names()).isEmpty();
  }

  @Test
  void printsNoReportWhereAllModelsAreRefused() {
    assertThat(run(() -> REFUSED, "--report", "-")).isEqualTo(3);
    assertThat(out()).isEmpty();
    assertThat(err()).isEqualTo(TextReport.of(REFUSED) + Reports.REFUSAL + "\n");
  }

  @Test
  void aGateThatFiresIsAnExitCodeOfItsOwnWithAllOutputsThere() {
    Path file = folder.resolve("r.json");
    EvaluationReport fired = GOOD.withGates(List.of(gate(1, List.of(FIRING))));
    assertThat(run(() -> fired, "--report", file.toString())).isEqualTo(5);
    assertThat(out()).isEqualTo(TextReport.of(fired));
    assertThat(err()).isEqualTo("Gate fired: mean > 2: persistence_1h: mean is 2.9\n");
    assertThat(file).content().contains("\"condition\": \"mean > 2\"");
    assertThat(run(() -> GOOD.withGates(List.of(gate(0, List.of()))))).isZero();
    assertThat(err()).isEmpty();
  }

  @Test
  void refusalsWinOverGates() {
    EvaluationReport both = MIXED.withGates(List.of(gate(1, List.of(FIRING))));
    assertThat(run(() -> both)).isEqualTo(3);
    assertThat(err()).startsWith(Reports.REFUSAL + "\nGate fired: mean > 2: ");
  }

  private static final GateResult.Firing FIRING =
      new GateResult.Firing("persistence_1h", OptionalInt.empty(), Map.of(), MetricValue.of(2.9));

  private static GateResult gate(long fired, List<GateResult.Firing> firings) {
    return new GateResult(Gate.parse("mean > 2"), 1, fired, firings);
  }

  @Test
  void explainsWithoutEvaluating() throws IOException {
    assertThat(run(() -> GOOD, "--explain", "--report", folder.resolve("r.json").toString()))
        .isZero();
    assertThat(out()).isEqualTo("input: f.csv\n");
    assertThat(names()).isEmpty();
    assertThat(engine.closed()).isEqualTo(1);
  }

  @Test
  void explainsWithoutSecretsAndControlCharacters() {
    assertThat(run(() -> GOOD, "--explain", "--input", "s3a://ann:ti/ger@h/\u001b[2Jf.csv"))
        .isZero();
    assertThat(out()).contains("s3a://ann:***@h/\\u001B[2Jf.csv").doesNotContain("ger");
  }

  @Test
  void looksAtTheOutputBeforeItStarts() throws IOException {
    Path report = Files.writeString(folder.resolve("r.json"), "old");
    assertThat(run(() -> GOOD, "--report", report.toString())).isEqualTo(2);
    assertThat(err())
        .isEqualTo(
            "Cannot write to "
                + report
                + ": it exists; name another file, or replace it with --overwrite\n");
    assertThat(engine.asked()).isEmpty();
    assertThat(run(() -> GOOD, "--report", report.toString(), "--overwrite")).isZero();
    assertThat(report).content().startsWith("{");
  }

  @Test
  void refusesAnOutputInsideTheInput() {
    List<String> words =
        List.of(
            "evaluate",
            "--input",
            folder.toString(),
            "--prediction=p",
            "--target=t",
            "--report",
            folder + "/r.json");
    assertThat(runWords(() -> GOOD, words)).isEqualTo(2);
    assertThat(err()).contains(": it lies inside the input " + folder + ";");
    assertThat(engine.asked()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void saysOneMessageAndTheCodeOfItsKind(Kind kind) {
    Supplier<EvaluationReport> failing =
        () -> {
          throw new EvaluationException(
              kind, "Cannot read: a\u001B[2Jb; mend it", new IOException("the cause"));
        };
    assertThat(run(failing)).isEqualTo(kind.exitCode());
    assertThat(err()).isEqualTo("Cannot read: a\\u001B[2Jb; mend it\n");
    assertThat(out()).isEmpty();
    assertThat(engine.closed()).isEqualTo(1);
  }

  @Test
  void asksToReportAFault() {
    Supplier<EvaluationReport> failing =
        () -> {
          throw new IllegalStateException("no such state\n\tat somewhere");
        };
    assertThat(run(failing)).isEqualTo(1);
    assertThat(err())
        .isEqualTo(
            "Cannot evaluate: internal error java.lang.IllegalStateException: no such state; please"
                + " report it with the output of --debug\n");
    assertThat(run(failing, "--debug")).isEqualTo(1);
    assertThat(err()).contains("\tat org.exactloss.cli.MainTest");
  }

  @Test
  void saysWhatHelpsWhereMemoryIsUsedUp() {
    assertThat(
            run(
                () -> {
                  throw new OutOfMemoryError("Java heap space");
                }))
        .isEqualTo(1);
    assertThat(err())
        .isEqualTo(
            "Cannot evaluate: the memory of the driver is used up (Java heap space); give it more"
                + " with --driver-memory\n");
  }

  @Test
  void masksSecretsEverywhere() {
    Supplier<EvaluationReport> failing =
        () -> {
          throw new IllegalStateException("login as ann with hunter2 at jdbc:x://ann:tiger@h");
        };
    assertThat(run(failing, "--format", "jdbc", "--option", "password=hunter2", "--debug"))
        .isEqualTo(1);
    assertThat(err()).contains("\tat ").doesNotContain("hunter2", "tiger");
    assertThat(run(() -> GOOD, "--report", "-", "--option", "password=hunter2")).isZero();
    assertThat(out()).contains("\"password=***\"").doesNotContain("hunter2");
  }

  @Test
  void saysWhenStandardOutputIsFull() throws IOException {
    engine = new PreparedEngine(() -> GOOD);
    try (PrintStream full =
        new PrintStream(new FileOutputStream("/dev/full"), false, StandardCharsets.UTF_8)) {
      int code =
          new Main(spec -> engine)
              .run(
                  REQUIRED.toArray(String[]::new),
                  full,
                  new PrintStream(err, true, StandardCharsets.UTF_8));
      assertThat(code).isEqualTo(4);
    }
    assertThat(err()).startsWith("Cannot write to standard output: ");
  }

  @Test
  void showsHelpAndVersionWithoutStarting() {
    assertThat(runWords(() -> GOOD, List.of("--help"))).isZero();
    assertThat(out()).startsWith("Usage: exactloss");
    assertThat(runWords(() -> GOOD, List.of("evaluate", "--help"))).isZero();
    assertThat(out()).contains("--on-infinite fail|skip|propagate");
    assertThat(runWords(() -> GOOD, List.of("--version"))).isZero();
    assertThat(out()).matches("ExactLoss \\S+\n");
    assertThat(runWords(() -> GOOD, List.of())).isEqualTo(2);
    assertThat(out()).isEmpty();
    assertThat(err())
        .isEqualTo(
            "Cannot use the command line: no command is given; give evaluate, or see exactloss"
                + " --help\n");
  }

  @Test
  void aMissingConfigurationIsMissing() {
    assertThat(run(() -> GOOD, "--config", folder + "/none")).isEqualTo(4);
    assertThat(err())
        .isEqualTo(
            "Cannot read the configuration "
                + folder
                + "/none: there is no such file; name another file\n");
  }

  private int run(Supplier<EvaluationReport> report, String... options) {
    List<String> words = new ArrayList<>(REQUIRED);
    words.addAll(List.of(options));
    return runWords(report, words);
  }

  private int runWords(Supplier<EvaluationReport> report, List<String> words) {
    out.reset();
    err.reset();
    engine = new PreparedEngine(report);
    return new Main(spec -> engine)
        .run(
            words.toArray(String[]::new),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static OptionValues values(String... options) {
    List<String> words = new ArrayList<>(REQUIRED);
    words.addAll(List.of(options));
    Invocation invocation = CommandLineParser.parse(words.toArray(String[]::new));
    return ((Invocation.Evaluate) invocation).values();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}

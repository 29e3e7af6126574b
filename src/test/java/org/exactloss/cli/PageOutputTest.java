package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.JsonReport;
import org.exactloss.report.Reports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a file: of an evaluation, and of the command report. */
class PageOutputTest {
  private static final EvaluationReport GOOD = Reports.of(Reports.persistence());

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private PreparedEngine engine;

  @Test
  void writesThePageThatTheCommandReportMakesAgain() throws IOException {
    Path page = folder.resolve("p.html");
    Path report = folder.resolve("r.json");
    assertThat(evaluate("--report", report.toString(), "--html", page.toString())).isZero();
    assertThat(engine.asked().get(0).analysis().pictures()).isTrue();
    assertThat(page).content().startsWith("<!DOCTYPE html>").contains("persistence_1h");

    Path again = folder.resolve("again.html");
    assertThat(make("report", report.toString(), "--html", again.toString())).isZero();
    assertThat(again).hasSameTextualContentAs(page);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("again.html", "p.html", "r.json");
    }
  }

  @Test
  void aPageThatExistsIsReplacedOnlyWhenAsked() throws IOException {
    Path page = Files.writeString(folder.resolve("p.html"), "mine");
    Path report = Files.writeString(folder.resolve("r.json"), JsonReport.of(GOOD));
    assertThat(evaluate("--html", page.toString())).isEqualTo(2);
    assertThat(engine.asked()).isEmpty();
    assertThat(make("report", report.toString(), "--html", page.toString())).isEqualTo(2);
    assertThat(page).hasContent("mine");
    assertThat(make("report", report.toString(), "--html", page.toString(), "--overwrite"))
        .isZero();
    assertThat(page).content().startsWith("<!DOCTYPE html>");
    assertThat(make("report", report.toString(), "--html", report.toString(), "--overwrite"))
        .isEqualTo(2);
    assertThat(report).hasContent(JsonReport.of(GOOD));
  }

  @Test
  void outputsInOnePlaceAreRefusedBeforeAnythingStarts() {
    String file = folder.resolve("x").toString();
    for (String other : List.of("--report", "--errors", "--results", "--state", "--checkpoint")) {
      err.reset();
      assertThat(evaluate("--html", file, other, folder + "/./x", "--overwrite")).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .as(other)
          .contains("(--html)", "(" + other + ")", "; give each of them a place of its own");
      assertThat(engine.asked()).isEmpty();
    }
  }

  @Test
  void aReaderThatHasQuitCostsNoFile() throws IOException {
    Path page = folder.resolve("p.html");
    Path report = folder.resolve("r.json");
    engine = new PreparedEngine(() -> GOOD);
    PrintStream gone =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int one) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    String[] words = {
      "evaluate",
      "--input",
      "f.csv",
      "--prediction",
      "p",
      "--target",
      "t",
      "--report",
      report.toString(),
      "--html",
      page.toString()
    };
    assertThat(new Main(spec -> engine).run(words, gone, new PrintStream(err))).isEqualTo(4);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("Cannot write to standard output:");
    assertThat(report).content().contains("\"results\"");
    assertThat(page).content().startsWith("<!DOCTYPE html>");
  }

  @Test
  void aReportThatCannotBeReadMakesNoPage() throws IOException {
    Path page = folder.resolve("p.html");
    Path text = Files.writeString(folder.resolve("r.json"), "{\"schema\": 1}");
    Path other = Files.createDirectory(folder.resolve("other"));
    for (String report : List.of("missing.json", other.toString(), text.toString())) {
      err.reset();
      assertThat(make("report", report, "--html", page.toString())).as(report).isEqualTo(4);
      assertThat(err.toString(StandardCharsets.UTF_8)).matches("Cannot read .+: .+; name .+\n");
    }
    assertThat(page).doesNotExist();
  }

  private int evaluate(String... more) {
    engine = new PreparedEngine(() -> GOOD);
    String[] words =
        Stream.concat(
                Stream.of("evaluate", "--input", "f.csv", "--prediction", "p", "--target", "t"),
                Stream.of(more))
            .toArray(String[]::new);
    return new Main(spec -> engine).run(words, new PrintStream(out), new PrintStream(err));
  }

  private int make(String... words) {
    return new Main(
            spec -> {
              throw new IllegalStateException("no Spark is started");
            })
        .run(words, new PrintStream(out), new PrintStream(err));
  }
}

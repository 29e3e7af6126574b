package org.exactloss.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that ends in the middle of writing the table of errors. */
class KilledTableIT {
  private static final int ROWS = 40_000;

  /** More than a table without rows has, and a small part of the whole one. */
  private static final long BEGUN = 200_000;

  @TempDir private Path folder;
  private Path input;
  private Path outputs;

  @BeforeEach
  void makeData() throws IOException {
    StringBuilder csv = new StringBuilder("p,t,text\n");
    for (int i = 0; i < ROWS; i++) {
      csv.append(i).append(',').append(i + 2).append(',').append("x".repeat(100)).append('\n');
    }
    input = Files.writeString(folder.resolve("input.csv"), csv);
    outputs = Files.createDirectory(folder.resolve("outputs"));
  }

  /** Each row takes a while, so that there is time to end the program. */
  private Run.Command command() {
    return Run.of(
            Installation.PROJECT.script("exactloss"),
            "evaluate",
            "--input",
            input.toString(),
            "--prediction",
            "p + 0 * length(repeat(text, 200)) AS slow",
            "--target",
            "t",
            "--reduction",
            "none",
            "--errors",
            outputs.resolve("errors.csv").toString(),
            "--report",
            outputs.resolve("report.json").toString())
        .optimized();
  }

  @Test
  void leavesNoTableAndTheSameCommandCompletesIt() throws Exception {
    Run interrupted = command().interruptedWhen(this::isBeingWritten);
    assertThat(interrupted.exitCode()).as(interrupted.all()).isEqualTo(130);
    assertThat(names()).as(interrupted.all()).isEmpty();

    Run killed = command().killedWhen(this::isBeingWritten);
    assertThat(killed.exitCode()).as(killed.all()).isEqualTo(137);
    assertThat(names())
        .as(killed.all())
        .isNotEmpty()
        .allMatch(name -> name.startsWith(".exactloss-"));

    Run again = command().go();
    assertThat(again.exitCode()).as(again.all()).isZero();
    assertThat(names()).contains("errors.csv", "report.json");
    assertThat(rows()).isEqualTo(ROWS);
  }

  private boolean isBeingWritten() {
    try (Stream<Path> files = Files.walk(outputs)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum()
          > BEGUN;
    } catch (UncheckedIOException | NoSuchFileException e) {
      // A file that was listed is no longer there.
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long rows() throws IOException {
    long rows = 0;
    try (Stream<Path> parts = Files.list(outputs.resolve("errors.csv"))) {
      for (Path part : parts.filter(name -> name.toString().endsWith(".csv")).toList()) {
        List<String> lines = Files.readAllLines(part);
        assertThat(lines.get(0)).isEqualTo("p,t,text,squaredError,excluded");
        rows += lines.stream().skip(1).filter(line -> line.endsWith("x,4.0,")).count();
      }
    }
    return rows;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(outputs)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One run of the program with a real Spark in this JVM, and all that it said: what anything prints
 * on the process's own streams is heard too, such as the stack traces of Spark's loggers.
 *
 * @param traces what appeared in the watched folders, and what is no longer there
 */
record Attempt(
    List<String> words, int exitCode, String output, List<String> error, TreeSet<String> traces) {

  /** Runs the program; the current folder and the given one are watched. */
  static Attempt of(Path watched, List<String> words) throws IOException {
    PrintStream standardOutput = System.out;
    PrintStream standardError = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    TreeSet<String> before = files(watched);
    int exitCode;
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
    try {
      exitCode = new Main().run(words.toArray(String[]::new), System.out, System.err);
    } finally {
      System.setOut(standardOutput);
      System.setErr(standardError);
    }
    TreeSet<String> traces = files(watched);
    TreeSet<String> gone = new TreeSet<>(before);
    gone.removeAll(traces);
    traces.removeAll(before);
    traces.addAll(gone);
    return new Attempt(
        words,
        exitCode,
        output.toString(StandardCharsets.UTF_8),
        error.toString(StandardCharsets.UTF_8).lines().toList(),
        traces);
  }

  /** Names and sizes of all files in the folder, and of what lies directly in the current one. */
  private static TreeSet<String> files(Path watched) throws IOException {
    TreeSet<String> files = new TreeSet<>();
    try (Stream<Path> walk = Files.walk(watched);
        Stream<Path> here = Files.list(Path.of(""))) {
      for (Path file : walk.toList()) {
        files.add(file + (Files.isRegularFile(file) ? ", " + Files.size(file) + " bytes" : ""));
      }
      here.forEach(file -> files.add(file.toString()));
    }
    return files;
  }

  /** Refused with one message that holds these words; no result, and nothing written. */
  Attempt isRefused(int code, String... expected) {
    assertThat(output).as(all()).isEmpty();
    return endsWith(code, expected);
  }

  /** Refused for its values: the accounting is shown, and no number. */
  Attempt isRefusedWithAccounting(String... expected) {
    assertThat(output).as(all()).contains("excluded", "refused").doesNotContain("sha256:");
    return endsWith(3, expected);
  }

  private Attempt endsWith(int code, String... expected) {
    List<String> messages = new ArrayList<>(error);
    messages.removeIf(line -> line.startsWith("INFO: "));
    assertThat(messages).as(all()).hasSize(1);
    assertThat(messages.get(0))
        .as(all())
        .matches("Cannot .+: .+; .+")
        .contains(expected)
        .doesNotContain("internal error", "SQLSTATE", "ansi", "\\u000", ": ;", "  ");
    assertThat(exitCode).as(all()).isEqualTo(code);
    assertThat(traces).as(all()).isEmpty();
    return this;
  }

  String all() {
    return "%s%nexit code %d%nstandard output:%n%s%nstandard error:%n%s%n"
        .formatted(words, exitCode, output, String.join("\n", error));
  }

  /** What is read from where, and what is done with it. */
  static List<String> evaluate(String input, String... more) {
    List<String> words = new ArrayList<>(List.of("evaluate", "--input", input));
    words.addAll(Arrays.asList(more));
    return words;
  }
}

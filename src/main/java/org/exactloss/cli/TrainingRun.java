package org.exactloss.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Work that loads the classes of ordinary evaluations. The script that starts the program has them
 * archived at the end of it (class-data sharing), so that later starts need not load them one by
 * one.
 */
public final class TrainingRun {
  private TrainingRun() {}

  /**
   * Runs the program on rows of text and on the pages of a Parquet table made of them.
   *
   * @param arguments the weather data, and an empty folder for what is written
   */
  public static void main(String[] arguments) {
    String weather = arguments[0];
    Path folder = Path.of(arguments[1]);
    String errors = folder.resolve("errors.parquet").toString();
    String html = folder.resolve("page.html").toString();
    String report = folder.resolve("report.json").toString();
    List<List<String>> commands =
        List.of(
            List.of("--help"),
            evaluate(weather, "linear_model", "temperature", "--errors", errors, "--worst", "3"),
            evaluate(errors, "squaredError", "squaredError"),
            evaluate(
                errors,
                "squaredError",
                "1",
                "--slice",
                "station",
                "--confidence",
                "0.95",
                "--report",
                report,
                "--html",
                html));
    System.exit(run(commands));
  }

  private static List<String> evaluate(
      String input, String prediction, String target, String... more) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("evaluate", "--input", input, "--on-null", "skip"));
    words.addAll(List.of("--prediction", prediction, "--target", target));
    words.addAll(List.of(more));
    return words;
  }

  /** The exit code of the first command that fails, else 0. */
  private static int run(List<List<String>> commands) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    for (List<String> words : commands) {
      int code = new Main().run(words.toArray(String[]::new), nowhere, System.err);
      if (code != 0) {
        return code;
      }
    }
    return 0;
  }
}

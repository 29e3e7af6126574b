package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.exactloss.testing.CsvText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page "Many models" and the first page: each command prints or writes what they say. */
class ManyModelsPageTest {
  private static final Path PAGE = Path.of("src/site/markdown/many-models.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("```sh\n(.*?)\n```\n+```(text|csv)\n(.*?)\n```", Pattern.DOTALL);
  private static final Path FIRST_PAGE = Path.of("README.md");
  private static final Pattern FIRST_EXAMPLE =
      Pattern.compile(
          "```\n(scripts/exactloss evaluate --input src/examples.*?)\n```\n.*?\n```\n(.*?)\n```",
          Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|[^\\s']+");
  private static final String LEFT_OUT = "…";
  private static final String FIRED = "Gate fired: ";
  private static final int GATE = 5;

  @TempDir Path folder;

  /** A command of the page, and what it shows of the result. */
  record Example(List<String> words, String language, List<String> lines) {}

  /** The examples of the page, and behind them that of the first page. */
  static List<Example> examples() throws IOException {
    Stream<Example> page =
        EXAMPLE
            .matcher(Files.readString(PAGE))
            .results()
            .map(match -> example(match.group(1), match.group(2), match.group(3)));
    Stream<Example> first =
        FIRST_EXAMPLE
            .matcher(Files.readString(FIRST_PAGE))
            .results()
            .map(match -> example(match.group(1), "text", match.group(2)));
    return Stream.concat(page, first).toList();
  }

  private static Example example(String command, String language, String result) {
    List<String> words =
        WORD.matcher(command.replace("\\\n", " "))
            .results()
            .map(word -> word.group(1) == null ? word.group() : word.group(1))
            .skip(1)
            .toList();
    return new Example(words, language, result.lines().toList());
  }

  @Test
  void thePageHasItsExamples() throws IOException {
    assertThat(examples()).extracting(Example::language).containsOnlyOnce("csv").hasSize(6);
    assertThat(Files.readString(PAGE).split("```sh\n", -1)).hasSize(5);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theCommandDoesWhatThePageShows(Example example) throws IOException {
    List<String> words = new ArrayList<>(example.words);
    int table = words.indexOf("--results") + 1;
    if (table > 0) {
      words.set(table, folder.resolve(words.get(table)).toString());
    }
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(output, true, StandardCharsets.UTF_8);
    int exitCode =
        new Main(spec -> new SharedEngine()).run(words.toArray(String[]::new), both, both);
    String printed = output.toString(StandardCharsets.UTF_8);
    boolean fires = example.lines.stream().anyMatch(line -> line.startsWith(FIRED));
    assertThat(exitCode).as(printed).isEqualTo(fires ? GATE : 0);
    if (table > 0) {
      assertTable(Path.of(words.get(table)), example.lines);
    } else {
      assertShown(printed, example.lines);
    }
  }

  /** Lines without a mark between them follow each other. */
  private static void assertShown(String printed, List<String> lines) {
    List<String> parts =
        Stream.of(String.join("\n", lines).split("(^|\n)" + LEFT_OUT + "(\n|$)")).toList();
    assertThat(parts).isNotEmpty().noneMatch(String::isBlank);
    assertThat("\n" + printed)
        .containsSubsequence(parts.stream().map(part -> "\n" + part + "\n").toList());
  }

  /** The columns that the page names, of the rows that it shows. */
  private static void assertTable(Path table, List<String> lines) throws IOException {
    List<String> columns = List.of(lines.get(0).split(","));
    List<String> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(table)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".csv")).sorted().toList()) {
        for (Map<String, String> row : CsvText.rows(Files.readString(file))) {
          rows.add(
              columns.stream()
                  .map(column -> row.getOrDefault(column, ""))
                  .collect(Collectors.joining(",")));
        }
      }
    }
    List<String> shown = lines.stream().skip(1).filter(line -> !line.equals(LEFT_OUT)).toList();
    assertThat(rows).containsSubsequence(shown);
  }
}

package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.exactloss.golden.NumberFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The page "From PyTorch": each command does what the page says, and what PyTorch says up to its
 * rounding. What PyTorch printed was written into the page by src/test/python/from_pytorch.py.
 */
class FromPyTorchPageTest {
  private static final Path PAGE = Path.of("src/site/markdown/from-pytorch.md");
  private static final int DATA = 3;

  /** Plenty for the eight elements of the page, with products of three for the linear model. */
  private static final int ROUNDINGS = 64;

  @TempDir Path folder;

  static List<PageExample> examples() throws IOException {
    return PageExample.of(PAGE);
  }

  @Test
  void thePageHasAllUses() throws IOException {
    assertThat(examples())
        .extracting(PageExample::title)
        .contains("mean", "sum", "none", "size_average and reduce", "nn.Linear", "Penalties");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theCommandDoesTheSame(PageExample example) throws IOException {
    List<String> words = new ArrayList<>(example.words());
    int table = words.indexOf("--errors") + 1;
    if (table > 0) {
      words.set(table, folder.resolve(words.get(table)).toString());
    }
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    int exitCode =
        new Main(spec -> new SharedEngine())
            .run(words.toArray(String[]::new), stream(output), stream(error));
    List<String> printed = lines(output);
    String all = String.join("\n", printed) + "\n" + error.toString(StandardCharsets.UTF_8);
    assertThat(exitCode).as(all).isEqualTo(example.isRefused() ? DATA : 0);
    if (example.isRefused()) {
      assertThat(lines(error)).as(all).containsSubsequence(example.result());
      return;
    }
    if (example.language().equals("json")) {
      assertThat(tableLines(Path.of(words.get(table)))).as(all).isEqualTo(example.result());
    } else {
      assertThat(printed).as(all).containsSubsequence(example.result());
    }
    compareWithPyTorch(example);
  }

  private static void compareWithPyTorch(PageExample example) throws IOException {
    List<Double> theirs = example.pythonNumbers();
    List<Double> ours =
        example.language().equals("json") ? written(example.result()) : printed(example.result());
    assertThat(ours).as("as many numbers as %s", theirs).hasSameSizeAs(theirs).isNotEmpty();
    NumberFormat format = example.isSingle() ? NumberFormat.FLOAT32 : NumberFormat.FLOAT64;
    for (int i = 0; i < ours.size(); i++) {
      if (ours.get(i).isNaN()) {
        assertThat(theirs.get(i)).isNaN();
      } else {
        format.assertNear(theirs.get(i), ours.get(i), ROUNDINGS, example.title());
      }
    }
  }

  /** The numbers behind the labels of a printed table. */
  private static List<Double> printed(List<String> lines) {
    return lines.stream()
        .flatMap(line -> Stream.of(line.strip().split("  +")).skip(1))
        .map(Double::valueOf)
        .toList();
  }

  /**
   * The numbers of the written table's last column: squared errors or, behind them, derivatives.
   */
  private static List<Double> written(List<String> lines) throws IOException {
    List<Double> numbers = new ArrayList<>();
    for (String line : lines) {
      JsonNode row = new ObjectMapper().readTree(line);
      JsonNode column = row.has("gradient") ? row.get("gradient") : row.get("squaredError");
      column.forEach(number -> numbers.add(number.isNull() ? Double.NaN : number.doubleValue()));
    }
    return numbers;
  }

  /** The lines of the table's files, in the order of their names. */
  private static List<String> tableLines(Path table) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(table)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".json")).sorted().toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}

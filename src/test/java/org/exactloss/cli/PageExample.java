package org.exactloss.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A use of PyTorch on a page of the documentation, the command that does the same, and what each of
 * them prints.
 *
 * @param title the heading above it
 * @param python the lines of the Python block, {@code >>>} and what is printed
 * @param words the command's words, after the program's name
 * @param language of the result: text as it is printed, or json as it is written
 * @param result the lines shown of it
 */
record PageExample(
    String title, List<String> python, List<String> words, String language, List<String> result) {
  private static final String FENCE = "```";
  private static final Pattern WORD = Pattern.compile("'([^']*)'|[^\\s']+");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(e[+-]?\\d+)?|nan");

  private record Block(String title, String language, List<String> lines) {}

  /** All examples of a page: a Python block, a command, and a result, without text between them. */
  static List<PageExample> of(Path page) throws IOException {
    List<Block> blocks = blocks(Files.readAllLines(page));
    List<PageExample> examples = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).language.equals("sh")) {
        examples.add(example(blocks.get(i - 1), blocks.get(i), blocks.get(i + 1)));
      }
    }
    return examples;
  }

  private static PageExample example(Block python, Block command, Block result) {
    if (!python.language.equals("python") || command.lines.size() != 1) {
      throw new IllegalArgumentException("not an example: " + command);
    }
    List<String> words =
        WORD.matcher(command.lines.get(0))
            .results()
            .map(match -> match.group(1) == null ? match.group() : match.group(1))
            .skip(1)
            .toList();
    return new PageExample(command.title, python.lines, words, result.language, result.lines);
  }

  private static List<Block> blocks(List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    String title = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("#")) {
        title = line.replaceFirst("#+ ", "");
      } else if (line.startsWith(FENCE)) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
        blocks.add(new Block(title, line.substring(FENCE.length()), lines.subList(i + 1, end)));
        i = end;
      }
    }
    return blocks;
  }

  /** Whether the page shows a message instead of a result. */
  boolean isRefused() {
    return result.get(0).startsWith("Cannot ");
  }

  /** Whether PyTorch computes in float32 here. */
  boolean isSingle() {
    return python.stream().anyMatch(line -> line.contains(".float()"));
  }

  /** The numbers that Python printed, in their order. */
  List<Double> pythonNumbers() {
    return python.stream()
        .filter(line -> !line.startsWith(">>> ") && !line.startsWith("... "))
        .flatMap(line -> NUMBER.matcher(line).results().map(MatchResult::group))
        .map(number -> number.equals("nan") ? Double.valueOf(Double.NaN) : Double.valueOf(number))
        .toList();
  }

  @Override
  public String toString() {
    return title + ": " + String.join(" ", words);
  }
}

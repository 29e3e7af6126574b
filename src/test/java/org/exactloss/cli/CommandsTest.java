package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CommandsTest {
  @Test
  void helpListsEveryOptionWithItsDefault() {
    String help = help("evaluate", "--help");
    for (EvaluateOption option : EvaluateOption.values()) {
      String label = option.isFlag() ? " " : " " + Pattern.quote(option.valueLabel());
      Pattern entry =
          Pattern.compile(
              "^ {6}" + option.flag() + label + " .*?Default:\\s+" + defaultOf(option) + "\\.$",
              Pattern.MULTILINE | Pattern.DOTALL);
      assertThat(help).containsPattern(entry);
    }
  }

  @Test
  void everyTextBelongsToAnOption() {
    assertThat(OptionTexts.keys())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(EvaluateOption.values()).map(EvaluateOption::key).toList());
  }

  @Test
  void helpIsGrouped() {
    String help = help("evaluate", "-h");
    int last = 0;
    for (OptionGroup group : OptionGroup.values()) {
      int at = help.indexOf("\n" + group.heading() + ":\n");
      assertThat(at).as(group.heading()).isGreaterThan(last);
      last = at;
    }
  }

  @Test
  void helpFitsInto100Columns() {
    assertThat(help("evaluate", "--help").lines()).allMatch(line -> line.length() <= 100);
    assertThat(help("--help").lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void helpOfTheProgramNamesCommandsOptionsAndExitCodes() {
    assertThat(help("--help"))
        .startsWith("Usage: exactloss [spark-submit options] COMMAND [options]\n")
        .contains("--help ", "--version ", "\n  evaluate  ", "\nExit codes:\n", "\n  130  ");
  }

  @Test
  void helpWinsOverWhatIsMissing() {
    assertThat(help("evaluate", "--target", "t", "--help")).startsWith("Usage: ");
  }

  private static String defaultOf(EvaluateOption option) {
    return option.defaultValue().orElse("none");
  }

  private static String help(String... words) {
    return ((Invocation.Print) CommandLineParser.parse(words)).text();
  }
}

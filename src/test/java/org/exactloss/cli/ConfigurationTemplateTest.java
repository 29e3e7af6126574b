package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The file that operators copy says what the program says. */
class ConfigurationTemplateTest {
  private static final Path TEMPLATE = Path.of("conf/exactloss.properties");

  @Test
  void givesTheDefaultsAndNothingElse() {
    Map<String, List<String>> given = ConfigurationFile.read(TEMPLATE.toString()).asGiven();
    Map<String, List<String>> defaults =
        Arrays.stream(EvaluateOption.values())
            .filter(option -> option.defaultValue().isPresent())
            .collect(
                Collectors.toMap(
                    EvaluateOption::key, option -> List.of(option.defaultValue().orElseThrow())));
    assertThat(given).isEqualTo(defaults);
  }

  @Test
  void namesEveryOptionOnceInTheOrderOfTheHelp() throws IOException {
    Pattern line = Pattern.compile("^#?([a-z0-9-]+) = .*$", Pattern.MULTILINE);
    List<String> keys =
        line.matcher(Files.readString(TEMPLATE)).results().map(match -> match.group(1)).toList();
    assertThat(keys).isEqualTo(EvaluateOption.configurationKeys());
  }

  @Test
  void saysSomethingOfEveryOptionAndItsAllowedValues() throws IOException {
    List<String> lines = Files.readAllLines(TEMPLATE);
    for (EvaluateOption option : EvaluateOption.values()) {
      if (option.isConfigurable()) {
        int at = Math.max(indexOf(lines, option.key()), indexOf(lines, "#" + option.key()));
        String comment = lines.get(at - 1);
        assertThat(comment).as(option.key()).startsWith("# ");
        if (option.defaultValue().isPresent() && option.valueLabel().contains("|")) {
          assertThat(comment).as(option.key()).contains(option.valueLabel().split("\\|"));
        }
        assertThat(comment.contains("(repeatable"))
            .as(option.key())
            .isEqualTo(option.isRepeatable());
      }
    }
  }

  private static int indexOf(List<String> lines, String key) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(key + " = ")) {
        return i;
      }
    }
    return -1;
  }
}

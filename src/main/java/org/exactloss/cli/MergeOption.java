package org.exactloss.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@code merge}. */
enum MergeOption {
  SUBTRACT("subtract", "STATE", "States that are taken away again. Default: none."),
  REPORT(
      "report",
      "URI|-",
      "Where to write the JSON report; - means standard output, instead of the"
          + " table. Default: none."),
  STATE("state", "URI", "Where to write the state of the sum. Default: none."),
  OVERWRITE("overwrite", "", "Outputs that exist are replaced. Default: false."),
  DEBUG("debug", "", "Shows stack traces. Default: false.");

  private final String key;
  private final String valueLabel;
  private final String description;

  MergeOption(String key, String valueLabel, String description) {
    this.key = key;
    this.valueLabel = valueLabel;
    this.description = description;
  }

  /** The name on the command line. */
  String flag() {
    return "--" + key;
  }

  OptionSpec parsed() {
    OptionSpec.Builder builder = OptionSpec.builder(flag()).description(description);
    if (valueLabel.isEmpty()) {
      return builder.type(boolean.class).arity("0").build();
    }
    return this == SUBTRACT
        ? builder
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1..*")
            .paramLabel(valueLabel)
            .build()
        : builder.type(String.class).arity("1").paramLabel(valueLabel).build();
  }

  /** The names of all options, that of the help among them. */
  static List<String> keys() {
    return Stream.concat(Stream.of("help"), Arrays.stream(values()).map(option -> option.key))
        .toList();
  }
}

package org.exactloss.cli;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@code report}. */
enum ReportOption {
  HTML("html", "FILE", "Where to write the page. Default: none."),
  OVERWRITE("overwrite", "", "A page that exists is replaced. Default: false."),
  DEBUG("debug", "", "Shows stack traces. Default: false.");

  private final String key;
  private final String valueLabel;
  private final String description;

  ReportOption(String key, String valueLabel, String description) {
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
    return valueLabel.isEmpty()
        ? builder.type(boolean.class).arity("0").build()
        : builder.type(String.class).arity("1").paramLabel(valueLabel).build();
  }

  /** The names of all options, that of the help among them. */
  static List<String> keys() {
    return Stream.concat(Stream.of("help"), Arrays.stream(values()).map(option -> option.key))
        .toList();
  }
}

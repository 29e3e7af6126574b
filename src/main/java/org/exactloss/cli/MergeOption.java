package org.exactloss.cli;

import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** The options of {@code merge}. */
enum MergeOption implements CommandOption {
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

  @Override
  public String key() {
    return key;
  }

  @Override
  public String valueLabel() {
    return valueLabel;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public OptionSpec parsed() {
    return this == SUBTRACT
        ? OptionSpec.builder(flag())
            .description(description)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1..*")
            .paramLabel(valueLabel)
            .build()
        : CommandOption.super.parsed();
  }
}

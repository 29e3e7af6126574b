package org.exactloss.cli;

/** The options of {@code report}. */
enum ReportOption implements CommandOption {
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
}

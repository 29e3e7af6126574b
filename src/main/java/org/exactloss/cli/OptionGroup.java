package org.exactloss.cli;

/** The headings under which options are listed. */
enum OptionGroup {
  DATA("Data"),
  TARGETS("Targets in a second data set, joined by key"),
  COLUMNS("Models, target and weight"),
  LOSS("Loss"),
  BATCHES("Batches: a loss for each, the mean of these losses, and the overall loss beside it"),
  ANALYSIS("Beyond the overall loss: slices, metrics, noise and gates"),
  POLICIES(
      "Unusual values: fail (all are counted, then the result is refused), skip (left out, counted)"),
  OUTPUT("Output"),
  EXPERIMENTS("For experiments and tests: results never depend on these"),
  PROGRAM("Program");

  private final String heading;

  OptionGroup(String heading) {
    this.heading = heading;
  }

  String heading() {
    return heading;
  }
}

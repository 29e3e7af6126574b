package org.exactloss.cli;

import java.util.List;
import java.util.Optional;
import org.exactloss.store.ExistingOutput;

/** What a command line asks the program to do. */
sealed interface Invocation {
  /** To print a text: the help or the version. */
  record Print(String text) implements Invocation {}

  /** To evaluate with these options, in which those of a configuration file are merged. */
  record Evaluate(OptionValues values) implements Invocation {}

  /**
   * To add and subtract states.
   *
   * @param report where the JSON report goes; {@code -} is standard output
   * @param state where the state of the sum goes
   */
  record Merge(
      List<String> added,
      List<String> subtracted,
      Optional<String> report,
      Optional<String> state,
      ExistingOutput existing)
      implements Invocation {
    public Merge {
      added = List.copyOf(added);
      subtracted = List.copyOf(subtracted);
    }
  }

  /**
   * To make a page from JSON reports.
   *
   * @param html where the page goes
   */
  record Page(List<String> reports, String html, ExistingOutput existing) implements Invocation {
    public Page {
      reports = List.copyOf(reports);
    }
  }
}

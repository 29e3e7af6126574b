package org.exactloss.cli;

/** What a command line asks the program to do. */
sealed interface Invocation {
  /** To print a text: the help or the version. */
  record Print(String text) implements Invocation {}

  /** To evaluate with these options, in which those of a configuration file are merged. */
  record Evaluate(OptionValues values) implements Invocation {}
}

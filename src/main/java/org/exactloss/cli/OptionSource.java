package org.exactloss.cli;

import org.exactloss.spec.EvaluationException;

/**
 * Where options were given.
 *
 * @param name as messages say it, such as {@code the command line}
 * @param prefix what stands before the names of options there
 */
record OptionSource(String name, String prefix) {
  static final OptionSource COMMAND_LINE = new OptionSource("the command line", "--");

  static OptionSource file(String path) {
    return new OptionSource("the configuration " + path, "");
  }

  /** An option's name as it is written there. */
  String name(EvaluateOption option) {
    return prefix + option.key();
  }

  /** A refusal of what was given there. */
  EvaluationException refusal(String why, String advice) {
    return EvaluationException.usage("Cannot use " + name + ": " + why + "; " + advice);
  }
}

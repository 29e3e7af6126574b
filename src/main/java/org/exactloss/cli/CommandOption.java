package org.exactloss.cli;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;

/** An option of a command that has only a few. */
interface CommandOption {
  /** The name without dashes. */
  String key();

  /** What stands for the value in the help; empty where there is none. */
  String valueLabel();

  String description();

  /** The name on the command line. */
  default String flag() {
    return "--" + key();
  }

  /** How it is parsed: with one value, or as a switch. */
  default OptionSpec parsed() {
    OptionSpec.Builder builder = OptionSpec.builder(flag()).description(description());
    return valueLabel().isEmpty()
        ? builder.type(boolean.class).arity("0").build()
        : builder.type(String.class).arity("1").paramLabel(valueLabel()).build();
  }

  /** The names of these options, that of the help among them. */
  static List<String> keys(CommandOption... options) {
    return Stream.concat(Stream.of("help"), Stream.of(options).map(CommandOption::key)).toList();
  }
}

package org.exactloss.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.exactloss.report.ProgramVersion;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.NearNames;
import org.exactloss.store.ExistingOutput;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Turns the words of a command line into an {@link Invocation}. */
final class CommandLineParser {
  private static final String SEE_HELP = "exactloss --help lists the commands";
  private static final String SEE_OPTIONS = "exactloss evaluate --help lists the options";
  private static final String SEE_REPORT = "exactloss report --help lists the options";
  private static final String SEE_MERGE = "exactloss merge --help lists the options";
  private static final List<String> COMMANDS =
      List.of(Commands.EVALUATE, Commands.MERGE, Commands.REPORT);

  private static final List<String> KNOWN =
      Stream.concat(
              Stream.of("help", "version"),
              Arrays.stream(EvaluateOption.values()).map(EvaluateOption::key))
          .toList();

  private CommandLineParser() {}

  /**
   * Reads the words, and the configuration file that they name.
   *
   * @throws EvaluationException if they cannot be understood
   */
  static Invocation parse(String... words) {
    CommandLine program = Commands.program();
    refuseUnknownOptions(words);
    ParseResult result;
    try {
      result = program.parseArgs(words);
    } catch (CommandLine.UnmatchedArgumentException e) {
      throw unmatched(e.getUnmatched().get(0), e.getCommandLine() == program);
    } catch (CommandLine.ParameterException e) {
      throw misused(e);
    }
    if (result.isVersionHelpRequested()) {
      return new Invocation.Print("ExactLoss " + ProgramVersion.current() + "\n");
    }
    if (result.isUsageHelpRequested()) {
      return new Invocation.Print(Commands.help(program));
    }
    if (!result.hasSubcommand()) {
      throw refusal("no command is given", "give evaluate, or see exactloss --help");
    }
    ParseResult command = result.subcommand();
    if (command.isUsageHelpRequested()) {
      return new Invocation.Print(
          Commands.help(program.getSubcommands().get(command.commandSpec().name())));
    }
    return switch (command.commandSpec().name()) {
      case Commands.REPORT -> page(command);
      case Commands.MERGE -> merge(command);
      default -> new Invocation.Evaluate(merged(values(command)));
    };
  }

  private static Invocation.Merge merge(ParseResult command) {
    List<String> added = command.matchedPositionalValue(0, List.of());
    if (added.isEmpty()) {
      throw refusal("no state is named", "name one or more states after merge, before --subtract");
    }
    Optional<String> report = text(command, MergeOption.REPORT);
    Optional<String> state = text(command, MergeOption.STATE);
    boolean replaces = command.hasMatchedOption(MergeOption.OVERWRITE.flag());
    return new Invocation.Merge(
        added,
        command.matchedOptionValue(MergeOption.SUBTRACT.flag(), List.of()),
        report,
        state,
        replaces ? ExistingOutput.REPLACE : ExistingOutput.REFUSE);
  }

  private static Optional<String> text(ParseResult command, MergeOption option) {
    Optional<String> value =
        Optional.ofNullable(command.<String>matchedOptionValue(option.flag(), null))
            .map(String::strip);
    if (value.filter(String::isEmpty).isPresent()) {
      throw refusal(option.flag() + " is blank", "give it a value or leave it out");
    }
    return value;
  }

  private static Invocation.Page page(ParseResult command) {
    List<String> reports = command.matchedPositionalValue(0, List.of());
    String html = command.matchedOptionValue(ReportOption.HTML.flag(), "").strip();
    if (reports.isEmpty()) {
      throw refusal("no report is named", "name one or more JSON reports after report");
    }
    if (html.isEmpty()) {
      throw refusal("report is given without --html", "say where the page goes with --html FILE");
    }
    boolean replaces = command.hasMatchedOption(ReportOption.OVERWRITE.flag());
    return new Invocation.Page(
        reports, html, replaces ? ExistingOutput.REPLACE : ExistingOutput.REFUSE);
  }

  private static OptionValues values(ParseResult command) {
    OptionValues values = new OptionValues();
    for (OptionSpec matched : command.matchedOptions()) {
      EvaluateOption option =
          EvaluateOption.ofKey(matched.longestName().substring(2)).orElseThrow();
      List<String> given = matched.originalStringValues();
      values.set(option, given, OptionSource.COMMAND_LINE);
    }
    return values;
  }

  /** No value begins with two dashes, so a slip must not pass for the value of another option. */
  private static void refuseUnknownOptions(String... words) {
    boolean beforeCommand = true;
    List<String> known = KNOWN;
    String help = SEE_OPTIONS;
    for (String word : words) {
      if (word.startsWith("--") && !known.contains(optionName(word).substring(2))) {
        throw known == KNOWN
            ? unmatched(word, beforeCommand)
            : unknown("option", "--", optionName(word), known, help);
      }
      if (beforeCommand && word.equals(Commands.REPORT)) {
        known = CommandOption.keys(ReportOption.values());
        help = SEE_REPORT;
      } else if (beforeCommand && word.equals(Commands.MERGE)) {
        known = CommandOption.keys(MergeOption.values());
        help = SEE_MERGE;
      }
      beforeCommand &= !COMMANDS.contains(word);
    }
  }

  private static String optionName(String word) {
    return word.startsWith("--") ? word.replaceFirst("(?s)=.*", "") : word;
  }

  private static OptionValues merged(OptionValues commandLine) {
    return commandLine
        .text(EvaluateOption.CONFIG)
        .map(ConfigurationFile::read)
        .map(
            file -> {
              file.replaceBy(commandLine);
              return file;
            })
        .orElse(commandLine);
  }

  private static EvaluationException unmatched(String word, boolean beforeCommand) {
    String name = optionName(word);
    if (!word.startsWith("-")) {
      return beforeCommand
          ? unknown("command", "", word, COMMANDS, SEE_HELP)
          : refusal(
              "the word " + word + " belongs to no option",
              "write a value after its option, in quotes if it has blanks");
    }
    if (beforeCommand && name.startsWith("--") && KNOWN.contains(name.substring(2))) {
      return refusal(
          "the option " + name + " stands before the command", "write it after evaluate");
    }
    return unknown("option", "--", name, KNOWN, beforeCommand ? SEE_HELP : SEE_OPTIONS);
  }

  private static EvaluationException unknown(
      String what, String prefix, String name, List<String> known, String otherwise) {
    List<String> near =
        NearNames.of(name.replaceFirst("^-+", ""), known).stream().map(it -> prefix + it).toList();
    return refusal(
        "there is no " + what + " " + name,
        near.isEmpty() ? otherwise : "did you mean " + String.join(" or ", near) + "?");
  }

  private static EvaluationException misused(CommandLine.ParameterException e) {
    if (e instanceof CommandLine.MissingParameterException missing) {
      String name = name(missing.getMissing().get(0));
      return refusal(name + " has no value", "give a value after " + name);
    }
    if (e instanceof CommandLine.OverwrittenOptionException overwritten) {
      return refusal(
          name(overwritten.getOverwritten()) + " is given more than once", "give it once");
    }
    return refusal(e.getMessage(), SEE_OPTIONS);
  }

  private static String name(ArgSpec option) {
    return ((OptionSpec) option).longestName();
  }

  private static EvaluationException refusal(String why, String advice) {
    return OptionSource.COMMAND_LINE.refusal(why, advice);
  }
}

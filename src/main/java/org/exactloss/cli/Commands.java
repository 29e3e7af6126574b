package org.exactloss.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The program and its commands as picocli knows them: for parsing and for the help. */
final class Commands {
  static final String EVALUATE = "evaluate";
  static final String REPORT = "report";
  static final String MERGE = "merge";

  private static final int HELP_WIDTH = 100;
  private static final int OPTION_WIDTH = 34;
  private static final Help.IParamLabelRenderer LABELS = new ValueLabels();

  private Commands() {}

  static CommandLine program() {
    CommandSpec spec = CommandSpec.create().name("exactloss");
    spec.addOption(help());
    spec.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Shows the version. Default: false.")
            .build());
    layOut(spec.usageMessage())
        .customSynopsis("exactloss [spark-submit options] COMMAND [options]")
        .description(
            "Computes the exact, correctly rounded squared-error loss of regression models over"
                + " data of any size.")
        .commandListHeading("%nCommands (exactloss COMMAND --help lists the options of one):%n")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes());
    spec.addSubcommand(EVALUATE, evaluate());
    spec.addSubcommand(MERGE, merge());
    spec.addSubcommand(REPORT, report());
    CommandLine program = new CommandLine(spec);
    program.setExpandAtFiles(false);
    return program;
  }

  /** The help as text. */
  static String help(CommandLine command) {
    return command.getUsageMessage(Help.Ansi.OFF);
  }

  private static CommandSpec evaluate() {
    CommandSpec spec = CommandSpec.create();
    for (EvaluateOption option : EvaluateOption.values()) {
      spec.addOption(parsed(option));
    }
    spec.addOption(help());
    UsageMessageSpec usage = layOut(spec.usageMessage());
    usage
        .customSynopsis("exactloss [spark-submit options] evaluate [options]")
        .description(
            "Computes the loss of one or more models in one scan of the data.",
            "",
            "Expressions are Spark SQL over the columns of the input. A name that is no plain"
                + " identifier is written in backticks, in single quotes for the shell:"
                + " --target '`true value`'.");
    Map<String, CommandLine.IHelpSectionRenderer> sections =
        new LinkedHashMap<>(usage.sectionMap());
    sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Commands::optionsByGroup);
    usage.sectionMap(sections);
    return spec;
  }

  private static CommandSpec merge() {
    CommandSpec spec = CommandSpec.create();
    spec.addPositional(states("A state that evaluate --state or merge --state has written."));
    for (MergeOption option : MergeOption.values()) {
      spec.addOption(option.parsed());
    }
    spec.addOption(help());
    layOut(spec.usageMessage())
        .customSynopsis("exactloss merge STATE... [--subtract STATE...] [options]")
        .parameterListHeading("%n")
        .description(
            "Adds saved states and subtracts others, without reading rows and without Spark.",
            "",
            "The results are those of a scan of the input files that are left, bit for bit. Added"
                + " states are of different files; each subtracted one is a part of those added.");
    return spec;
  }

  private static PositionalParamSpec states(String description) {
    return PositionalParamSpec.builder()
        .paramLabel("STATE")
        .arity("1..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(description)
        .build();
  }

  private static CommandSpec report() {
    CommandSpec spec = CommandSpec.create();
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("REPORT")
            .arity("1..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("A JSON report that evaluate --report has written.")
            .build());
    for (ReportOption option : ReportOption.values()) {
      spec.addOption(option.parsed());
    }
    spec.addOption(help());
    layOut(spec.usageMessage())
        .customSynopsis("exactloss report REPORT.json... --html FILE [options]")
        .parameterListHeading("%n")
        .description(
            "Makes the page with pictures again from a JSON report, without Spark.",
            "",
            "Of several reports, the page is about the latest, and shows the course over all.");
    return spec;
  }

  private static UsageMessageSpec layOut(UsageMessageSpec usage) {
    return usage
        .width(HELP_WIDTH)
        .longOptionsMaxWidth(OPTION_WIDTH)
        .synopsisHeading("Usage: ")
        .descriptionHeading("%n")
        .optionListHeading("%n")
        .sortOptions(false);
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .description("Shows this help. Default: false.")
        .build();
  }

  /** Values stay text here, so that refusals of them are in this program's words. */
  private static OptionSpec parsed(EvaluateOption option) {
    OptionSpec.Builder builder =
        OptionSpec.builder(option.flag())
            .description(
                option.description() + " Default: " + option.defaultValue().orElse("none") + ".");
    if (option.isFlag()) {
      return builder.type(String.class).arity("0..1").fallbackValue("true").build();
    }
    builder.arity("1").paramLabel(option.valueLabel());
    return option.isRepeatable()
        ? builder.type(List.class).auxiliaryTypes(String.class).build()
        : builder.type(String.class).build();
  }

  private static String optionsByGroup(Help help) {
    StringBuilder text = new StringBuilder();
    for (OptionGroup group : OptionGroup.values()) {
      Help.Layout layout = help.createDefaultLayout();
      Arrays.stream(EvaluateOption.values())
          .filter(option -> option.group() == group)
          .map(option -> help.commandSpec().findOption(option.flag()))
          .forEach(option -> layout.addOption(option, LABELS));
      if (group == OptionGroup.PROGRAM) {
        layout.addOption(help.commandSpec().findOption("--help"), LABELS);
      }
      text.append(text.isEmpty() ? "" : "\n").append(group.heading()).append(":\n");
      text.append(layout);
    }
    return text.toString();
  }

  /** An option's value after a blank, as most people type it; nothing after one that needs none. */
  private static final class ValueLabels implements Help.IParamLabelRenderer {
    @Override
    public Help.Ansi.Text renderParameterLabel(
        ArgSpec option, Help.Ansi ansi, List<Help.Ansi.IStyle> styles) {
      return ansi.new Text(option.arity().min() == 0 ? "" : separator() + option.paramLabel());
    }

    @Override
    public String separator() {
      return " ";
    }
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", "done");
    codes.put("1", "a fault of the program");
    codes.put(
        "2",
        "the command line, the configuration, a column, an expression, a name used twice, or an"
            + " output that exists");
    codes.put("3", "the data: types, values that a policy refuses, nothing usable, keys");
    codes.put("4", "something is missing, empty, corrupt, unreadable or unwritable");
    codes.put("5", "a gate of --fail-if fired; all outputs are there");
    codes.put("130", "cancelled");
    return codes;
  }
}

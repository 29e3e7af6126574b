package org.exactloss.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The options of {@code evaluate}: the one list from which the command line, the configuration file
 * and the help are made.
 */
enum EvaluateOption {
  INPUT("input", OptionGroup.DATA, "URI", Use.MANY),
  FORMAT("format", OptionGroup.DATA, "NAME", Use.ONCE),
  OPTION("option", OptionGroup.DATA, "K=V", Use.MANY),
  SCHEMA("schema", OptionGroup.DATA, "DDL", Use.ONCE),
  TABLE("table", OptionGroup.DATA, "NAME", Use.ONCE),
  WHERE("where", OptionGroup.DATA, "EXPR", Use.ONCE),
  TARGETS("targets", OptionGroup.TARGETS, "URI", Use.ONCE),
  TARGETS_FORMAT("targets-format", OptionGroup.TARGETS, "NAME", Use.ONCE),
  TARGETS_OPTION("targets-option", OptionGroup.TARGETS, "K=V", Use.MANY),
  KEY("key", OptionGroup.TARGETS, "COL[,COL...]", Use.ONCE),
  ON_UNMATCHED("on-unmatched", OptionGroup.TARGETS, "fail|skip", Use.ONCE, "fail"),
  PREDICTION("prediction", OptionGroup.COLUMNS, "EXPR", Use.MANY),
  TARGET("target", OptionGroup.COLUMNS, "EXPR", Use.ONCE),
  WEIGHT("weight", OptionGroup.COLUMNS, "EXPR", Use.ONCE),
  LINEAR_MODEL("linear-model", OptionGroup.COLUMNS, "FILE", Use.ONCE),
  PIPELINE_MODEL("pipeline-model", OptionGroup.COLUMNS, "URI", Use.ONCE),
  FEATURES("features", OptionGroup.COLUMNS, "COL[,COL...]", Use.ONCE),
  REDUCTION("reduction", OptionGroup.LOSS, "mean|sum|none", Use.ONCE, "mean"),
  DIVIDE_BY("divide-by", OptionGroup.LOSS, "weights|elements", Use.ONCE, "weights"),
  MULTIOUTPUT("multioutput", OptionGroup.LOSS, "raw|uniform|W1,W2,...", Use.ONCE),
  L1("l1", OptionGroup.LOSS, "LAMBDA", Use.ONCE, "0"),
  L2("l2", OptionGroup.LOSS, "LAMBDA", Use.ONCE, "0"),
  PARAMETERS("parameters", OptionGroup.LOSS, "[NAME=]URI", Use.MANY),
  BATCH_BY("batch-by", OptionGroup.BATCHES, "EXPR", Use.ONCE),
  BATCH_SIZE("batch-size", OptionGroup.BATCHES, "N", Use.ONCE),
  ORDER_BY("order-by", OptionGroup.BATCHES, "COL[,COL...]", Use.ONCE),
  SLICE("slice", OptionGroup.ANALYSIS, "EXPR[,EXPR...]", Use.MANY),
  METRIC("metric", OptionGroup.ANALYSIS, "NAME", Use.MANY),
  CONFIDENCE("confidence", OptionGroup.ANALYSIS, "LEVEL", Use.ONCE),
  BASELINE("baseline", OptionGroup.ANALYSIS, "NAME", Use.ONCE),
  FAIL_IF("fail-if", OptionGroup.ANALYSIS, "CONDITION", Use.MANY),
  REPORT_SLICES("report-slices", OptionGroup.ANALYSIS, "N", Use.ONCE, "1000"),
  IGNORE_TARGET("ignore-target", OptionGroup.POLICIES, "VALUE", Use.MANY),
  ON_NULL("on-null", OptionGroup.POLICIES, "fail|skip", Use.ONCE, "fail"),
  ON_MALFORMED("on-malformed", OptionGroup.POLICIES, "fail|skip", Use.ONCE, "fail"),
  ON_NAN("on-nan", OptionGroup.POLICIES, "fail|skip|propagate", Use.ONCE, "fail"),
  ON_INFINITE("on-infinite", OptionGroup.POLICIES, "fail|skip|propagate", Use.ONCE, "fail"),
  REPORT("report", OptionGroup.OUTPUT, "URI|-", Use.ONCE),
  HTML("html", OptionGroup.OUTPUT, "FILE", Use.ONCE),
  RESULTS("results", OptionGroup.OUTPUT, "URI", Use.ONCE),
  ERRORS("errors", OptionGroup.OUTPUT, "URI", Use.ONCE),
  GRADIENT("gradient", OptionGroup.OUTPUT, "", Use.FLAG, "false"),
  WORST("worst", OptionGroup.OUTPUT, "K", Use.ONCE),
  KEEP("keep", OptionGroup.OUTPUT, "COL[,COL...]", Use.ONCE),
  STATE("state", OptionGroup.OUTPUT, "URI", Use.ONCE),
  CHECKPOINT("checkpoint", OptionGroup.OUTPUT, "URI", Use.ONCE),
  OVERWRITE("overwrite", OptionGroup.OUTPUT, "", Use.FLAG, "false"),
  KERNEL("kernel", OptionGroup.EXPERIMENTS, "auto|vector|plain|scalar", Use.ONCE, "auto"),
  READER("reader", OptionGroup.EXPERIMENTS, "auto|pages|columns|rows", Use.ONCE, "auto"),
  TREE_DEPTH("tree-depth", OptionGroup.EXPERIMENTS, "N", Use.ONCE, "2"),
  CONFIG("config", OptionGroup.PROGRAM, "FILE", Use.ONCE),
  EXPLAIN("explain", OptionGroup.PROGRAM, "", Use.FLAG, "false"),
  QUIET("quiet", OptionGroup.PROGRAM, "", Use.FLAG, "false"),
  DEBUG("debug", OptionGroup.PROGRAM, "", Use.FLAG, "false");

  /** How often an option may be given, and whether it has a value. */
  private enum Use {
    ONCE,
    MANY,
    FLAG
  }

  private final String key;
  private final OptionGroup group;
  private final String valueLabel;
  private final Use use;
  private final Optional<String> defaultValue;

  EvaluateOption(String key, OptionGroup group, String valueLabel, Use use) {
    this(key, group, valueLabel, use, null);
  }

  EvaluateOption(String key, OptionGroup group, String valueLabel, Use use, String defaultValue) {
    this.key = key;
    this.group = group;
    this.valueLabel = valueLabel;
    this.use = use;
    this.defaultValue = Optional.ofNullable(defaultValue);
  }

  /** The name in a configuration file, such as {@code on-null}. */
  String key() {
    return key;
  }

  /** The name on the command line, such as {@code --on-null}. */
  String flag() {
    return "--" + key;
  }

  OptionGroup group() {
    return group;
  }

  /** What stands for the value in the help; the allowed values where they are enumerated. */
  String valueLabel() {
    return valueLabel;
  }

  boolean isFlag() {
    return use == Use.FLAG;
  }

  boolean isRepeatable() {
    return use == Use.MANY;
  }

  Optional<String> defaultValue() {
    return defaultValue;
  }

  /** What the help says of it. */
  String description() {
    return OptionTexts.of(key);
  }

  /** Whether it may stand in a configuration file; a file cannot name another one. */
  boolean isConfigurable() {
    return this != CONFIG;
  }

  static Optional<EvaluateOption> ofKey(String key) {
    return Arrays.stream(values()).filter(option -> option.key.equals(key)).findFirst();
  }

  /** The names in a configuration file. */
  static List<String> configurationKeys() {
    return Arrays.stream(values())
        .filter(EvaluateOption::isConfigurable)
        .map(EvaluateOption::key)
        .toList();
  }
}

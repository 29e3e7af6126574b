package org.exactloss.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The options of {@code evaluate}: the one list from which the command line, the configuration file
 * and the help are made.
 */
enum EvaluateOption {
  INPUT(
      "input",
      OptionGroup.DATA,
      "URI",
      Use.MANY,
      null,
      "Files or a folder to read. Repeatable: several are one data set."),
  FORMAT(
      "format",
      OptionGroup.DATA,
      "NAME",
      Use.ONCE,
      null,
      "Any data source of Spark by name. Without it: from the file's ending (parquet, orc,"
          + " csv, csv.gz, json, jsonl, avro), or from the files in a folder."),
  OPTION(
      "option",
      OptionGroup.DATA,
      "K=V",
      Use.MANY,
      null,
      "An option of the data source, such as header=false for CSV or url=URL and dbtable=NAME for jdbc."
          + " Repeatable."),
  SCHEMA(
      "schema",
      OptionGroup.DATA,
      "DDL",
      Use.ONCE,
      null,
      "The columns and their types, such as 'p DOUBLE, t FLOAT'. Without it: from the" + " data."),
  TABLE(
      "table",
      OptionGroup.DATA,
      "NAME",
      Use.ONCE,
      null,
      "A table of the catalog, in place of --input."),
  WHERE(
      "where",
      OptionGroup.DATA,
      "EXPR",
      Use.ONCE,
      null,
      "A Spark SQL condition; other rows are not counted."),
  TARGETS(
      "targets",
      OptionGroup.TARGETS,
      "URI",
      Use.ONCE,
      null,
      "The data set that holds the targets. Needs --key."),
  TARGETS_FORMAT(
      "targets-format",
      OptionGroup.TARGETS,
      "NAME",
      Use.ONCE,
      null,
      "Its format, as with --format."),
  TARGETS_OPTION(
      "targets-option",
      OptionGroup.TARGETS,
      "K=V",
      Use.MANY,
      null,
      "An option of its data source. Repeatable."),
  KEY(
      "key",
      OptionGroup.TARGETS,
      "COL[,COL...]",
      Use.ONCE,
      null,
      "The columns, of the same names in both data sets, that identify a row."),
  ON_UNMATCHED(
      "on-unmatched",
      OptionGroup.TARGETS,
      "fail|skip",
      Use.ONCE,
      "fail",
      "What is done with rows that have no partner."),
  PREDICTION(
      "prediction",
      OptionGroup.COLUMNS,
      "EXPR",
      Use.MANY,
      null,
      "A column or Spark SQL expression; 'EXPR AS name' names it. Repeatable: several models are"
          + " evaluated in one scan. Required, unless a model computes it."),
  TARGET(
      "target", OptionGroup.COLUMNS, "EXPR", Use.ONCE, null, "The true value, likewise. Required."),
  WEIGHT(
      "weight",
      OptionGroup.COLUMNS,
      "EXPR",
      Use.ONCE,
      null,
      "The weight of a row, likewise. Without it every weight is one."),
  LINEAR_MODEL(
      "linear-model",
      OptionGroup.COLUMNS,
      "FILE",
      Use.ONCE,
      null,
      "Computes the column 'prediction' first, as PyTorch's nn.Linear does: JSON with \"weights\","
          + " \"bias\", \"dtype\" (float32 or float64) and, if need be, \"name\" for the column. Needs"
          + " --features."),
  PIPELINE_MODEL(
      "pipeline-model",
      OptionGroup.COLUMNS,
      "URI",
      Use.ONCE,
      null,
      "Computes the prediction first: a saved PipelineModel of Spark ML. Its column 'prediction' is"
          + " evaluated unless --prediction names another."),
  FEATURES(
      "features",
      OptionGroup.COLUMNS,
      "COL[,COL...]",
      Use.ONCE,
      null,
      "The columns that such a model sees, in its order: numbers, arrays or vectors."),
  REDUCTION(
      "reduction",
      OptionGroup.LOSS,
      "mean|sum|none",
      Use.ONCE,
      "mean",
      "Which value is called the loss; none: each element has its own, in the table of --errors."),
  DIVIDE_BY(
      "divide-by",
      OptionGroup.LOSS,
      "weights|elements",
      Use.ONCE,
      "weights",
      "What the sum is divided by to give the mean: the sum of the weights, or the number of used"
          + " elements."),
  MULTIOUTPUT(
      "multioutput",
      OptionGroup.LOSS,
      "raw|uniform|W1,W2,...",
      Use.ONCE,
      null,
      "For arrays: one result per output; the mean of the outputs' results (rmse: the mean of their"
          + " roots, as scikit-learn's root_mean_squared_error); their weighted mean. Without it all"
          + " elements are pooled, as in PyTorch."),
  L1("l1", OptionGroup.LOSS, "LAMBDA", Use.ONCE, "0", "Adds LAMBDA times the sum of |parameter|."),
  L2(
      "l2",
      OptionGroup.LOSS,
      "LAMBDA",
      Use.ONCE,
      "0",
      "Adds LAMBDA times the sum of squared parameters."),
  PARAMETERS(
      "parameters",
      OptionGroup.LOSS,
      "[NAME=]URI",
      Use.MANY,
      null,
      "The parameters of every model, or of the model NAME: the numeric columns of a table, or a"
          + " .json file of any nesting. Repeatable."),
  BATCH_BY(
      "batch-by",
      OptionGroup.BATCHES,
      "EXPR",
      Use.ONCE,
      null,
      "Rows with the same value are a batch."),
  BATCH_SIZE(
      "batch-size",
      OptionGroup.BATCHES,
      "N",
      Use.ONCE,
      null,
      "N rows are a batch, the last one may be short. Needs --order-by."),
  ORDER_BY(
      "order-by",
      OptionGroup.BATCHES,
      "COL[,COL...]",
      Use.ONCE,
      null,
      "The global order of the rows for --batch-size; ties are broken by target, prediction and"
          + " weight."),
  IGNORE_TARGET(
      "ignore-target",
      OptionGroup.POLICIES,
      "VALUE",
      Use.MANY,
      null,
      "Targets equal to it are left out, such as -999 or NaN. Repeatable."),
  ON_NULL("on-null", OptionGroup.POLICIES, "fail|skip", Use.ONCE, "fail", "Null values."),
  ON_MALFORMED(
      "on-malformed",
      OptionGroup.POLICIES,
      "fail|skip",
      Use.ONCE,
      "fail",
      "Text that is no number, and records that cannot be read."),
  ON_NAN(
      "on-nan",
      OptionGroup.POLICIES,
      "fail|skip|propagate",
      Use.ONCE,
      "fail",
      "NaN values; propagate: they make the loss NaN, as IEEE rules say."),
  ON_INFINITE(
      "on-infinite",
      OptionGroup.POLICIES,
      "fail|skip|propagate",
      Use.ONCE,
      "fail",
      "Infinite values; propagate: IEEE rules decide the loss."),
  REPORT(
      "report",
      OptionGroup.OUTPUT,
      "URI|-",
      Use.ONCE,
      null,
      "Where to write the JSON report; - means standard output, instead of the table."),
  RESULTS(
      "results",
      OptionGroup.OUTPUT,
      "URI",
      Use.ONCE,
      null,
      "Where to write the table of all results, one row each. The ending names the format (parquet,"
          + " orc, csv, json); else it is Parquet."),
  ERRORS(
      "errors",
      OptionGroup.OUTPUT,
      "URI",
      Use.ONCE,
      null,
      "Where to write a table of one row per input row, with each element's w*(p-t)^2, and why"
          + " elements are left out. The format is found as with --results."),
  GRADIENT(
      "gradient",
      OptionGroup.OUTPUT,
      "",
      Use.FLAG,
      "false",
      "The errors' table also has the derivative of the loss by each prediction."),
  KEEP(
      "keep",
      OptionGroup.OUTPUT,
      "COL[,COL...]",
      Use.ONCE,
      null,
      "The input's columns that the errors' table has; without it, all of them."),
  OVERWRITE(
      "overwrite",
      OptionGroup.OUTPUT,
      "",
      Use.FLAG,
      "false",
      "Outputs that exist are replaced, instead of stopping the job before anything is read."),
  KERNEL(
      "kernel",
      OptionGroup.EXPERIMENTS,
      "auto|vector|plain|scalar",
      Use.ONCE,
      "auto",
      "The inner loop."),
  READER(
      "reader",
      OptionGroup.EXPERIMENTS,
      "auto|pages|columns|rows",
      Use.ONCE,
      "auto",
      "How the input reaches the inner loop."),
  TREE_DEPTH(
      "tree-depth",
      OptionGroup.EXPERIMENTS,
      "N",
      Use.ONCE,
      "2",
      "The levels of the tree in which partial sums are added."),
  CONFIG(
      "config",
      OptionGroup.PROGRAM,
      "FILE",
      Use.ONCE,
      null,
      "A local properties file with these options, named without dashes. An option of the command"
          + " line replaces all its values in the file."),
  EXPLAIN(
      "explain",
      OptionGroup.PROGRAM,
      "",
      Use.FLAG,
      "false",
      "Says what would be read, by which reader and kernel, and stops."),
  QUIET("quiet", OptionGroup.PROGRAM, "", Use.FLAG, "false", "No progress, and errors only."),
  DEBUG("debug", OptionGroup.PROGRAM, "", Use.FLAG, "false", "The full log and stack traces.");

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
  private final String description;

  EvaluateOption(
      String key,
      OptionGroup group,
      String valueLabel,
      Use use,
      String defaultValue,
      String description) {
    this.key = key;
    this.group = group;
    this.valueLabel = valueLabel;
    this.use = use;
    this.defaultValue = Optional.ofNullable(defaultValue);
    this.description = description;
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

  String description() {
    return description;
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

package org.exactloss.scan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.NearNames;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Lets through the expressions that give the same value each time a row is read, from that row
 * alone: a retried task must see the same rows.
 */
final class ExpressionGate {
  private final SparkSession spark;

  ExpressionGate(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * An expression of a data set.
   *
   * @param text what the user wrote
   * @param name how it is called: its alias, its column's name, or its text
   * @param type the type of its values
   */
  record Resolved(String text, Column column, String name, DataType type) {}

  /**
   * Resolves an expression whose values are evaluated.
   *
   * @param option the option that holds it, for messages
   * @throws EvaluationException if it cannot be resolved or is refused
   */
  Resolved value(Dataset<Row> data, String option, String text) {
    Expression parsed = parse(option, text);
    Column column = functions.expr(text);
    Dataset<Row> selected = resolve(() -> data.select(column), data, option, text);
    List<? extends Expression> expressions = SparkInternals.selected(selected);
    // A window or a generator would be a step of its own below the projection.
    boolean ownStep = SparkInternals.steps(selected) != SparkInternals.steps(data) + 1;
    if (!SparkInternals.topStep(selected).equals("Project") || ownStep || expressions.size() != 1) {
      throw refused(option, text, "it does not give one value for each row by itself");
    }
    requireRowValue(option, text, parsed, expressions.get(0));
    findLossyCast(expressions.get(0))
        .ifPresent(
            cast -> {
              throw lossy(option, text, cast);
            });
    return new Resolved(text, column, name(parsed, text), selected.schema().fields()[0].dataType());
  }

  /** Resolves a condition on rows. */
  Column condition(Dataset<Row> data, String condition) {
    Expression parsed = parse("--where", condition);
    Dataset<Row> filtered =
        resolve(() -> data.filter(functions.expr(condition)), data, "--where", condition);
    for (Expression expression : SparkInternals.selected(filtered)) {
      requireRowValue("--where", condition, parsed, expression);
    }
    return functions.expr(condition);
  }

  /** The plain names of columns in an expression, first parts only, as written. */
  List<String> columnNames(String option, String text) {
    List<String> names = new ArrayList<>();
    collectNames(parse(option, text), names);
    return names;
  }

  private static void collectNames(Expression expression, List<String> names) {
    if (expression instanceof UnresolvedAttribute attribute) {
      names.add(CollectionConverters.asJava(attribute.nameParts()).get(0));
    }
    children(expression).forEach(child -> collectNames(child, names));
  }

  private Expression parse(String option, String text) {
    try {
      return SparkInternals.parse(spark, text);
    } catch (ParseException e) {
      throw new EvaluationException(
          EvaluationException.Kind.USAGE,
          "Cannot parse "
              + option
              + " "
              + text
              + ": it is no Spark SQL expression ("
              + SparkMessage.sentence(e)
              + "); write a column's name or an expression, and a name that is no plain identifier"
              + " in backticks",
          e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Something of Spark that analyzes an expression. */
  private interface Analysis {
    Dataset<Row> run() throws AnalysisException;
  }

  private static Dataset<Row> resolve(
      Analysis analysis, Dataset<Row> data, String option, String text) {
    try {
      return analysis.run();
    } catch (AnalysisException e) {
      throw unresolved(e, data, option, text);
    }
  }

  private static EvaluationException unresolved(
      AnalysisException e, Dataset<Row> data, String option, String text) {
    String condition = e.getCondition() == null ? "" : e.getCondition();
    String why;
    if (condition.startsWith("UNRESOLVED_COLUMN")) {
      String name = e.getMessageParameters().getOrDefault("objectName", text).replace("`", "");
      why = "there is no column " + name + "; " + columnAdvice(text, name, visibleColumns(data));
    } else {
      why =
          SparkMessage.sentence(e)
              + "; write a Spark SQL expression over the columns "
              + NearNames.list(visibleColumns(data));
    }
    String message = "Cannot use " + option + " " + text + ": " + why;
    return new EvaluationException(EvaluationException.Kind.USAGE, message, e);
  }

  private static String columnAdvice(String text, String name, List<String> columns) {
    if (columns.stream().anyMatch(text.strip()::equalsIgnoreCase)) {
      return "write the whole name in backticks: `" + text.strip() + "`";
    } else if (columns.isEmpty()) {
      return "the data has no columns at all; see whether its format is the right one";
    }
    return NearNames.advice(name, columns)
        + " (a name that is no plain identifier is written in backticks)";
  }

  /** The columns that are the user's own. */
  private static List<String> visibleColumns(Dataset<Row> data) {
    return Arrays.stream(data.columns())
        .filter(name -> !name.startsWith(SourceData.INTERNAL_PREFIX))
        .toList();
  }

  private static String name(Expression parsed, String text) {
    if (parsed instanceof Alias alias) {
      return alias.name();
    } else if (parsed instanceof UnresolvedAttribute attribute) {
      List<String> parts = CollectionConverters.asJava(attribute.nameParts());
      return parts.get(parts.size() - 1);
    }
    return text.strip();
  }

  private static void requireRowValue(
      String option, String text, Expression parsed, Expression resolved) {
    new RowValueRule(why -> refused(option, text, why)).check(text, parsed, resolved);
  }

  private static EvaluationException refused(String option, String text, String why) {
    return EvaluationException.usage(
        "Cannot use "
            + option
            + " "
            + text
            + ": "
            + why
            + ", and a task that is run again must see the same rows; compute the value beforehand"
            + " and store it as a column");
  }

  /** A conversion that Spark added by itself and that may lose digits. */
  private static Optional<Cast> findLossyCast(Expression expression) {
    if (expression instanceof Cast cast
        && cast.getTagValue(Cast.USER_SPECIFIED_CAST()).isEmpty()
        && LossyConversion.between(cast.child().dataType(), cast.dataType())
        && !keepsValue(cast)) {
      return Optional.of(cast);
    }
    return children(expression).stream()
        .map(ExpressionGate::findLossyCast)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Whether it is a number as written that is converted, and keeps its value all the same. */
  private static boolean keepsValue(Cast cast) {
    return cast.child() instanceof Literal literal
        && literal.value() != null
        && isEqual(literal.value(), cast.eval(null));
  }

  private static boolean isEqual(Object one, Object other) {
    Optional<BigDecimal> before = LossyConversion.exactValue(one);
    Optional<BigDecimal> after = LossyConversion.exactValue(other);
    return before.isPresent() && after.isPresent() && before.get().compareTo(after.get()) == 0;
  }

  private static EvaluationException lossy(String option, String text, Cast cast) {
    String value = cast.child().sql();
    return EvaluationException.usage(
        "Cannot use "
            + option
            + " "
            + text
            + ": Spark would turn "
            + value
            + " from "
            + cast.child().dataType().sql()
            + " into "
            + cast.dataType().sql()
            + " and lose digits; write CAST("
            + value
            + " AS "
            + cast.dataType().sql()
            + ") if that is meant, or cast the other values to DECIMAL");
  }

  private static List<Expression> children(Expression expression) {
    return CollectionConverters.asJava(expression.children());
  }
}

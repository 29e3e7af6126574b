package org.exactloss.scan;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.UserDefinedExpression;
import org.apache.spark.sql.catalyst.expressions.VariableReference;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.exactloss.spec.EvaluationException;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Walks an expression as parsed and as resolved: every function must be one of {@link
 * RowFunctions}, and every node one of Spark's own that takes its value from the row.
 */
final class RowValueRule {
  private static final String SPARKS_OWN = "org.apache.spark.sql.catalyst.expressions.";

  /** What names itself in another way than by a function that is refused anyway. */
  private static final Set<String> REACHING_OUT =
      Set.of(
          "reflect",
          "java_method",
          "try_reflect",
          "input_file_name",
          "input_file_block_start",
          "input_file_block_length",
          "current_timestamp",
          "current_date",
          "current_time",
          "localtimestamp",
          "now",
          "curdate",
          "current_timezone",
          "current_user",
          "session_user",
          "user",
          "current_database",
          "current_schema",
          "current_catalog",
          "version");

  /** Texts that Spark reads as a moment on the clock when it turns them into a date or time. */
  private static final Set<String> MOMENTS = Set.of("now", "today", "tomorrow", "yesterday");

  private static final Pattern MOMENT =
      Pattern.compile(
          "\\b(?:date|timestamp(?:_ltz|_ntz)?)\\s*r?['\"]\\s*(?:now|today|tomorrow|yesterday)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Set<DataType> TIMES =
      Set.of(DataTypes.DateType, DataTypes.TimestampType, DataTypes.TimestampNTZType);

  private final Function<String, EvaluationException> refusal;

  /**
   * @param refusal says why an expression is refused
   */
  RowValueRule(Function<String, EvaluationException> refusal) {
    this.refusal = refusal;
  }

  /**
   * Checks the three forms of one expression.
   *
   * @param text what the user wrote: of {@code DATE 'today'} the parser leaves the day alone
   * @throws EvaluationException the refusal of what is not allowed
   */
  void check(String text, Expression parsed, Expression resolved) {
    Matcher moment = MOMENT.matcher(text);
    if (moment.find()) {
      throw refusal.apply(
          moment.group().replaceFirst("^\\w+\\s*r?", "") + "' is a moment on the clock");
    }
    requireRowValue(resolved);
    requireKnownFunctions(parsed);
  }

  private void requireRowValue(Expression expression) {
    if (expression instanceof SubqueryExpression) {
      throw refusal.apply("it contains a subquery");
    }
    String function = expression.prettyName().toLowerCase(Locale.ROOT);
    if (REACHING_OUT.contains(function)) {
      throw refusal.apply(function + " reaches out of the row");
    }
    if (isForeign(expression)) {
      throw refusal.apply(expression.toString() + " is no function of Spark's own on the row");
    }
    if (expression instanceof Cast cast && isMoment(cast)) {
      throw refusal.apply(cast.child().sql() + " is a moment on the clock");
    }
    children(expression).forEach(this::requireRowValue);
    if (!expression.deterministic()) {
      throw refusal.apply(function + " is not deterministic");
    }
  }

  private static boolean isForeign(Expression expression) {
    return expression instanceof UserDefinedExpression
        || expression instanceof VariableReference
        || !expression.getClass().getName().startsWith(SPARKS_OWN);
  }

  private static boolean isMoment(Cast cast) {
    return TIMES.contains(cast.dataType())
        && cast.child() instanceof Literal literal
        && literal.value() != null
        && MOMENTS.contains(literal.value().toString().strip().toLowerCase(Locale.ROOT));
  }

  private void requireKnownFunctions(Expression expression) {
    if (expression instanceof UnresolvedFunction function) {
      List<String> parts = CollectionConverters.asJava(function.nameParts());
      String name = parts.get(parts.size() - 1);
      if (!RowFunctions.contains(name)) {
        throw refusal.apply(
            String.join(".", parts)
                + " is none of the functions that take their value from the row");
      }
    }
    children(expression).forEach(this::requireKnownFunctions);
  }

  private static List<Expression> children(Expression expression) {
    return CollectionConverters.asJava(expression.children());
  }
}

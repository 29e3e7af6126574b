package org.exactloss.spec;

import java.io.Serial;
import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;

/**
 * A condition under which a result is not good enough, such as {@code ridge: rmse > 3.0}. A value
 * that is undefined or NaN is never good enough, whatever it is compared with.
 *
 * @param text the condition as it was written
 * @param prediction the model that is tested; absent: every model
 * @param level what is tested
 * @param end which end of an interval is compared; absent for a plain number
 * @param threshold what the value is compared with
 */
public record Gate(
    String text,
    Optional<String> prediction,
    Level level,
    Metric metric,
    Optional<End> end,
    Operator operator,
    double threshold)
    implements Serializable {

  /** What a gate looks at. */
  public enum Level {
    /** The result of all rows. */
    OVERALL,
    /** The result of each slice of every slicing. */
    ANY_SLICE
  }

  /** The ends of an interval. */
  public enum End {
    LO,
    HI
  }

  /** How a value is compared with the threshold. */
  public enum Operator {
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  /**
   * Reads a condition of the form {@code [MODEL:] [any slice:] METRIC[.lo|.hi] OP NUMBER}, where OP
   * is one of {@code < <= > >=}, the first two parts may change places, and a name in backticks is
   * taken literally. The threshold is the double nearest to the number.
   *
   * @throws EvaluationException if the text has another form, or names no metric
   */
  public static Gate parse(String text) {
    return new GateText(text).read();
  }

  /** Whether a number is not good enough: it compares so, or is NaN. */
  public boolean fires(double value) {
    if (Double.isNaN(value)) {
      return true;
    }
    return switch (operator) {
      case LESS -> value < threshold;
      case AT_MOST -> value <= threshold;
      case GREATER -> value > threshold;
      case AT_LEAST -> value >= threshold;
    };
  }

  /** The name of what is compared, such as {@code rmse} or {@code confidenceInterval.hi}. */
  public String measure() {
    return metric.label()
        + end.map(given -> "." + given.name().toLowerCase(Locale.ROOT)).orElse("");
  }

  /** An {@code Optional} is not serializable. */
  @Serial
  private Object writeReplace() {
    return new Written(
        text, prediction.orElse(null), level, metric, end.orElse(null), operator, threshold);
  }

  private record Written(
      String text,
      String prediction,
      Level level,
      Metric metric,
      End end,
      Operator operator,
      double threshold)
      implements Serializable {
    @Serial
    private Object readResolve() {
      return new Gate(
          text,
          Optional.ofNullable(prediction),
          level,
          metric,
          Optional.ofNullable(end),
          operator,
          threshold);
    }
  }

  EvaluationException refusal(String why, String advice) {
    return refusal(text, why, advice);
  }

  static EvaluationException refusal(String text, String why, String advice) {
    return EvaluationException.usage("Cannot test the gate " + text + ": " + why + "; " + advice);
  }
}

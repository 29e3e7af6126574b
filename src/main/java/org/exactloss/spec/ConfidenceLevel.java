package org.exactloss.spec;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * How sure intervals are to hold the true value, such as 0.95: above 0 and below 1. A decimal,
 * because 1 − level must be exact where the level is near 1.
 */
public record ConfidenceLevel(BigDecimal level) implements Serializable {
  /** What stands in for a level that is not given where intervals are needed. */
  public static final ConfidenceLevel DEFAULT = new ConfidenceLevel(new BigDecimal("0.95"));

  private static final int MOST_DIGITS = 100;

  public ConfidenceLevel {
    boolean between = level.signum() > 0 && level.compareTo(BigDecimal.ONE) < 0;
    if (!between || level.scale() > MOST_DIGITS) {
      throw EvaluationException.usage(
          "Cannot give intervals of confidence "
              + level
              + ": a level lies between 0 and 1 and has at most "
              + MOST_DIGITS
              + " digits; use one such as 0.95");
    }
  }

  /**
   * Reads a level.
   *
   * @throws EvaluationException if the text is no number between 0 and 1
   */
  public static ConfidenceLevel parse(String text) {
    try {
      return new ConfidenceLevel(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      throw new EvaluationException(
          EvaluationException.Kind.USAGE,
          "Cannot give intervals of confidence "
              + text
              + ": it is no number; use a level between 0 and 1, such as 0.95",
          e);
    }
  }

  /** The probability of missing the true value on either side together: 1 − level, rounded once. */
  public double rest() {
    return BigDecimal.ONE.subtract(level).doubleValue();
  }
}

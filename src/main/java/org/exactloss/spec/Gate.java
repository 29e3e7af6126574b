package org.exactloss.spec;

import java.io.Serializable;
import java.util.Optional;

/**
 * A condition under which a result is not good enough, such as {@code ridge: rmse > 3.0}.
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
}

package org.exactloss.metric;

import java.io.Serializable;
import org.exactloss.exact.ExactRational;

/** The value of a metric: a number, an interval, or nothing with the reason. */
public sealed interface MetricValue extends Serializable {

  /** A number, which may be NaN or infinite where IEEE rules say so. */
  record Number(double value) implements MetricValue {}

  /** The ends of an interval. */
  record Interval(double lo, double hi) implements MetricValue {}

  /**
   * A metric that these data do not have.
   *
   * @param reason for people, such as {@code the target is constant}
   */
  record Undefined(String reason) implements MetricValue {}

  static MetricValue of(double value) {
    return new Number(value);
  }

  /** An exact number, rounded once to nearest, ties to even. */
  static MetricValue of(ExactRational value) {
    return new Number(value.toDouble());
  }

  static MetricValue undefined(String reason) {
    return new Undefined(reason);
  }
}

package org.exactloss.state;

/** The kinds of numbers that are not finite. */
public enum NonFinite {
  NAN,
  POSITIVE_INFINITY,
  NEGATIVE_INFINITY;

  /**
   * The kind of a number that is not finite.
   *
   * @throws IllegalArgumentException if the number is finite
   */
  public static NonFinite of(double value) {
    if (Double.isNaN(value)) {
      return NAN;
    }
    if (Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "Cannot count " + value + " as NaN or infinite: it is finite");
    }
    return value > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
  }
}

package org.exactloss.scan;

/**
 * Bounds of |p − t| in doubles, which tell most errors apart without exact numbers.
 *
 * <p>With u = 2^-53, units are rounded, the power of ten is, and so is their quotient: a number is
 * known but for 3.1u of it, the difference but for one u more of itself. In all it is off by less
 * than 5u(|p| + |t|), of which the slack is more than three times as much; that leaves room for the
 * roundings of the bounds. Quotients by a power other than one do not underflow, as units are
 * integers there; differences of doubles that underflow are exact.
 */
final class ErrorBounds {
  private static final double SLACK = 0x1p-49;

  private final double predictionUnits;
  private final double targetUnits;

  ErrorBounds(WorstElement.Scales scales) {
    predictionUnits = powerOfTen(scales.prediction());
    targetUnits = powerOfTen(scales.target());
  }

  private static double powerOfTen(int exponent) {
    return Double.parseDouble("1e" + exponent);
  }

  /** At least the error of units that are rounded to doubles; NaN or infinite where unknown. */
  double upper(double prediction, double target) {
    double p = prediction / predictionUnits;
    double t = target / targetUnits;
    return Math.abs(p - t) + slack(p, t);
  }

  /** At most the error of an element; negative infinity or NaN where unknown. */
  double lower(WorstElement element) {
    if (!element.hasFiniteError()) {
      return Double.POSITIVE_INFINITY;
    }
    double p = element.prediction().approximate() / predictionUnits;
    double t = element.target().approximate() / targetUnits;
    return Math.abs(p - t) - slack(p, t);
  }

  private static double slack(double p, double t) {
    return SLACK * (Math.abs(p) + Math.abs(t));
  }
}

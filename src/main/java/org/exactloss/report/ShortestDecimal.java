package org.exactloss.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes a double with the fewest digits that read back to the same double, and among those the
 * nearest to it. (Java 17's {@code Double.toString} sometimes gives more digits than are needed,
 * JDK-4511638.)
 *
 * <p>Plain notation from 1e-4 to below 1e16, else one digit before the point and an exponent; there
 * is always a digit after the point: {@code 76420.422}, {@code 26065.0}, {@code 1.0E-300}. Special
 * values: {@code NaN}, {@code Infinity}, {@code -Infinity}, {@code 0.0}, {@code -0.0}.
 */
public final class ShortestDecimal {
  /** Seventeen digits tell any two doubles apart (IEEE 754-2019, section 5.12.2). */
  private static final int ENOUGH_DIGITS = 17;

  private static final int LEAST_PLAIN_EXPONENT = -4;
  private static final int LEAST_LARGE_EXPONENT = 16;

  private ShortestDecimal() {}

  public static String of(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return Double.toString(value);
    }
    BigDecimal digits = shortest(Math.abs(value)).stripTrailingZeros();
    String sign = value < 0 ? "-" : "";
    return sign + written(digits);
  }

  private static BigDecimal shortest(double magnitude) {
    BigDecimal exact = new BigDecimal(magnitude);
    for (int digits = 1; digits < ENOUGH_DIGITS; digits++) {
      BigDecimal below = exact.round(new MathContext(digits, RoundingMode.DOWN));
      BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
      boolean belowReads = below.doubleValue() == magnitude;
      boolean aboveReads = above.doubleValue() == magnitude;
      if (belowReads && aboveReads) {
        return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      }
      if (belowReads || aboveReads) {
        return belowReads ? below : above;
      }
    }
    return exact.round(new MathContext(ENOUGH_DIGITS, RoundingMode.HALF_EVEN));
  }

  private static String written(BigDecimal value) {
    int exponent = value.precision() - value.scale() - 1;
    if (exponent >= LEAST_PLAIN_EXPONENT && exponent < LEAST_LARGE_EXPONENT) {
      return value.setScale(Math.max(1, value.scale())).toPlainString();
    }
    BigDecimal mantissa = value.movePointLeft(exponent);
    return mantissa.setScale(Math.max(1, mantissa.scale())).toPlainString() + "E" + exponent;
  }
}

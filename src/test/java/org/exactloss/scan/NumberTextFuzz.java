package org.exactloss.scan;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Any text as a number: the double nearest to what {@code BigDecimal} reads, or no number. */
public final class NumberTextFuzz {
  private NumberTextFuzz() {}

  /** One input of the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    boolean number = NumberText.isNumber(text);
    try {
      double value = NumberText.toDouble(text);
      if (!number || !isNearest(text, value)) {
        throw new AssertionError("\"" + text + "\" is read as " + value);
      }
    } catch (NumberFormatException e) {
      if (number) {
        throw new AssertionError("\"" + text + "\" is a number that is not read", e);
      }
    }
  }

  private static boolean isNearest(String text, double value) {
    if (Double.isNaN(value)) {
      return text.equals("NaN");
    }
    boolean negative = text.startsWith("-");
    if (negative != (Double.doubleToRawLongBits(value) < 0)) {
      return false;
    }
    if (text.endsWith("Infinity")) {
      return Double.isInfinite(value);
    }
    BigDecimal exact;
    try {
      exact = new BigDecimal(text.endsWith(".") ? text + "0" : text);
    } catch (NumberFormatException e) {
      // Its exponent has more than 32 bits, so that the value is nothing or beyond all doubles.
      return value == 0 || Double.isInfinite(value);
    }
    long magnitude = exact.signum() == 0 ? 0 : (long) exact.precision() - exact.scale();
    if (exact.signum() == 0 || magnitude < -330) {
      return value == 0;
    } else if (magnitude > 310) {
      return Double.isInfinite(value);
    }
    return isNearest(exact.abs(), Math.abs(value));
  }

  /** By the distances to the neighbours, without any other conversion of a text. */
  private static boolean isNearest(BigDecimal exact, double value) {
    BigDecimal own = decimal(value);
    BigDecimal distance = own.subtract(exact).abs();
    BigDecimal above = decimal(Math.nextUp(value)).subtract(exact).abs();
    BigDecimal below = value == 0 ? above : decimal(Math.nextDown(value)).subtract(exact).abs();
    int least = distance.compareTo(above.min(below));
    return least < 0 || (least == 0 && (Double.doubleToRawLongBits(value) & 1) == 0);
  }

  /** Infinity stands for the double behind the largest one. */
  private static BigDecimal decimal(double value) {
    return Double.isInfinite(value)
        ? new BigDecimal(Double.MAX_VALUE).add(new BigDecimal(Math.ulp(Double.MAX_VALUE)))
        : new BigDecimal(value);
  }
}

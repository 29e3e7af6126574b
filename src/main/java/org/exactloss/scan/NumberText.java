package org.exactloss.scan;

import java.util.regex.Pattern;

/**
 * Numbers written as text: an optional sign, decimal digits with at most one point, and an optional
 * exponent; or {@code NaN}, or {@code Infinity} with an optional sign. Nothing else is a number: no
 * blanks, no digit grouping, no hexadecimal digits, no type suffixes.
 */
public final class NumberText {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

  private NumberText() {}

  /** Whether {@link #toDouble} takes this text. */
  public static boolean isNumber(String text) {
    return switch (text) {
      case "NaN", "Infinity", "+Infinity", "-Infinity" -> true;
      default -> DECIMAL.matcher(text).matches();
    };
  }

  /**
   * The double nearest to the text's number, ties to even; beyond the range an infinity.
   *
   * @throws NumberFormatException if {@link #isNumber} is false
   */
  public static double toDouble(String text) {
    if (!isNumber(text)) {
      throw new NumberFormatException("no number: " + text);
    }
    return Double.parseDouble(text);
  }
}

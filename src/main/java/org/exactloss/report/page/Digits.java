package org.exactloss.report.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;
import org.exactloss.report.Printable;
import org.exactloss.report.ShortestDecimal;

/** Numbers as people read them: a few digits, a true minus sign, powers of ten written out. */
final class Digits {
  /** What stands for a number that is not there. */
  static final String NONE = "–";

  private static final int SIGNIFICANT = 4;
  private static final int LEAST_PLAIN = -4;
  private static final int LEAST_LARGE = 7;
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Digits() {}

  /** Four significant digits. */
  static String brief(double value) {
    return brief(value, SIGNIFICANT);
  }

  static String brief(OptionalDouble value) {
    return value.isPresent() ? brief(value.getAsDouble()) : NONE;
  }

  /** So many significant digits. */
  static String brief(double value, int digits) {
    if (Double.isNaN(value)) {
      return "NaN";
    } else if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    } else if (value == 0) {
      return "0";
    }
    BigDecimal rounded =
        new BigDecimal(Math.abs(value)).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    return (value < 0 ? "−" : "") + magnitude(rounded, digits);
  }

  /** A round number with as few digits as it needs, for axes. */
  static String round(double value) {
    String text = brief(value, 3);
    return text.replaceFirst("\\.?0+ × ", " × ").replace(" × ", "×");
  }

  private static String magnitude(BigDecimal value, int digits) {
    int exponent = value.precision() - value.scale() - 1;
    if (exponent >= LEAST_PLAIN && exponent < LEAST_LARGE) {
      return grouped(value.setScale(Math.max(0, digits - 1 - exponent), RoundingMode.HALF_EVEN));
    }
    BigDecimal mantissa =
        value.movePointLeft(exponent).setScale(digits - 1, RoundingMode.HALF_EVEN);
    return mantissa.toPlainString() + " × 10" + superscript(exponent);
  }

  private static String grouped(BigDecimal value) {
    return String.format(Locale.ROOT, "%,." + value.scale() + "f", value);
  }

  private static String superscript(int exponent) {
    StringBuilder text = new StringBuilder(exponent < 0 ? "⁻" : "");
    Integer.toString(Math.abs(exponent))
        .chars()
        .forEach(digit -> text.append(SUPERSCRIPTS.charAt(digit - '0')));
    return text.toString();
  }

  /** With a plus sign where it is positive. */
  static String signed(double value) {
    return (value > 0 ? "+" : "") + brief(value);
  }

  /** Both ends, from the smaller one. */
  static String range(Result.Interval interval) {
    return brief(interval.lo()) + " to " + brief(interval.hi());
  }

  /** A part of one, in per cent with three digits. */
  static String percent(double part) {
    if (part == 0 || part == 1) {
      return part == 0 ? "0 %" : "100 %";
    }
    return brief(part * 100, 3) + " %";
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** All digits. */
  static String exact(OptionalDouble value) {
    return value.isPresent() ? ShortestDecimal.of(value.getAsDouble()) : NONE;
  }

  /** A p-value: how surprising the data are without a difference. */
  static String pValue(double value) {
    return value < 1e-4 ? "below 0.0001" : brief(value, 2);
  }

  /** A name within a sentence, which the direction of its letters does not reach beyond. */
  static String isolated(String name) {
    return "\u2068" + Printable.line(name) + "\u2069";
  }
}

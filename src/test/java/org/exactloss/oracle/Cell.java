package org.exactloss.oracle;

import java.math.BigDecimal;

/**
 * What one cell of a data set holds, by the definition of values: a number as it is, or none.
 *
 * @param number the exact number of a NUMBER, else null
 */
public record Cell(Kind kind, BigDecimal number) {
  public static final Cell NULL = new Cell(Kind.NULL, null);
  public static final Cell MALFORMED = new Cell(Kind.MALFORMED, null);
  public static final Cell NAN = new Cell(Kind.NAN, null);
  public static final Cell ONE = new Cell(Kind.NUMBER, BigDecimal.ONE);

  /** What there is beside numbers. */
  public enum Kind {
    NUMBER,
    NULL,
    MALFORMED,
    NAN,
    POSITIVE_INFINITY,
    NEGATIVE_INFINITY
  }

  /** The cell that holds this value of a row. */
  public static Cell of(Object value) {
    if (value == null) {
      return NULL;
    } else if (value instanceof BigDecimal decimal) {
      return new Cell(Kind.NUMBER, decimal);
    } else if (value instanceof Double || value instanceof Float) {
      return ofFloating(((Number) value).doubleValue());
    } else if (value instanceof String text) {
      return ofText(text);
    }
    return new Cell(Kind.NUMBER, BigDecimal.valueOf(((Number) value).longValue()));
  }

  public boolean is(Kind wanted) {
    return kind == wanted;
  }

  public boolean isInfinite() {
    return kind == Kind.POSITIVE_INFINITY || kind == Kind.NEGATIVE_INFINITY;
  }

  /** Whether both are numbers, and the same one. */
  public boolean equalsNumber(BigDecimal other) {
    return kind == Kind.NUMBER && number.compareTo(other) == 0;
  }

  private static Cell ofFloating(double value) {
    if (Double.isNaN(value)) {
      return NAN;
    } else if (Math.abs(value) > Double.MAX_VALUE) {
      return new Cell(value > 0 ? Kind.POSITIVE_INFINITY : Kind.NEGATIVE_INFINITY, null);
    }
    return new Cell(Kind.NUMBER, new BigDecimal(value));
  }

  private static Cell ofText(String text) {
    String unsigned = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
    if (text.equals("NaN")) {
      return NAN;
    } else if (unsigned.equals("Infinity")) {
      return ofFloating(text.startsWith("-") ? -1.0 / 0.0 : 1.0 / 0.0);
    }
    return isDecimal(unsigned)
        ? ofFloating(Rational.of(new BigDecimal(text)).nearest())
        : MALFORMED;
  }

  /** Digits with at most one point among or around them, then perhaps e, a sign and digits. */
  private static boolean isDecimal(String unsigned) {
    int digits = 0;
    int points = 0;
    int i = 0;
    for (; i < unsigned.length() && "0123456789.".indexOf(unsigned.charAt(i)) >= 0; i++) {
      int point = unsigned.charAt(i) == '.' ? 1 : 0;
      points += point;
      digits += 1 - point;
    }
    if (digits == 0 || points > 1) {
      return false;
    }
    return i == unsigned.length()
        || ("eE".indexOf(unsigned.charAt(i)) >= 0 && isInteger(unsigned.substring(i + 1)));
  }

  private static boolean isInteger(String text) {
    String digits = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
    return !digits.isEmpty() && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
  }
}

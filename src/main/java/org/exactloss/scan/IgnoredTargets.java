package org.exactloss.scan;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.exactloss.spec.EvaluationException;

/** Target values that are left out, converted to the target's type. */
final class IgnoredTargets implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No integer or decimal of Spark has more digits before its point. */
  private static final int MAX_DIGITS = 38;

  private final double[] values;
  private final HashSet<BigInteger> wide;
  private final boolean nan;

  private IgnoredTargets(double[] values, Set<BigInteger> wide, boolean nan) {
    this.values = values;
    this.wide = new HashSet<>(wide);
    this.nan = nan;
  }

  /**
   * Converts the values that the user gave.
   *
   * @throws EvaluationException if one is no number or no value of the type
   */
  static IgnoredTargets of(List<String> texts, NumericType type) {
    List<Double> values = new ArrayList<>();
    Set<BigInteger> wide = new HashSet<>();
    boolean nan = false;
    for (String text : texts) {
      if (!NumberText.isNumber(text)) {
        throw cannotIgnore(text, "it is no number", "give digits, NaN or Infinity");
      }
      if (type.isFloating()) {
        double value = floating(text, type);
        nan |= Double.isNaN(value);
        values.add(value);
      } else {
        BigInteger units = units(text, type);
        if (units.abs().compareTo(Column.MAX_EXACT) <= 0) {
          values.add((double) units.longValue());
        }
        wide.add(units);
      }
    }
    double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
    return new IgnoredTargets(array, wide, nan);
  }

  private static double floating(String text, NumericType type) {
    return type.storage() == NumericType.Storage.FLOAT
        ? Float.parseFloat(text)
        : NumberText.toDouble(text);
  }

  private static BigInteger units(String text, NumericType type) {
    BigDecimal value;
    try {
      value = new BigDecimal(text).stripTrailingZeros();
    } catch (NumberFormatException notFinite) {
      throw noSuchValue(text);
    }
    if (value.scale() > type.scale()) {
      throw cannotIgnore(
          text,
          "the target's type has only " + type.scale() + " digits after the point",
          "give a value that a target can have");
    }
    // Looked at first: the units of a number such as 1e999999999 would fill the memory.
    long digitsBeforePoint = (long) value.precision() - value.scale();
    if (digitsBeforePoint > MAX_DIGITS) {
      throw noSuchValue(text);
    }
    BigInteger units = value.setScale(type.scale()).unscaledValue();
    if (!type.holds(units)) {
      throw noSuchValue(text);
    }
    return units;
  }

  private static EvaluationException noSuchValue(String text) {
    return cannotIgnore(text, "the target's type has no such value", "leave the option out");
  }

  private static EvaluationException cannotIgnore(String text, String why, String remedy) {
    return EvaluationException.usage(
        "Cannot use --ignore-target " + text + ": " + why + "; " + remedy);
  }

  boolean isEmpty() {
    return values.length == 0 && wide.isEmpty();
  }

  /** Whether the value in this row is left out; it must be PRESENT or WIDE. */
  boolean contains(Column target, int row) {
    if (target.status[row] == Column.WIDE) {
      return wide.contains(target.wide(row));
    }
    double value = target.values[row];
    for (double ignored : values) {
      if (value == ignored) {
        return true;
      }
    }
    return nan && Double.isNaN(value);
  }
}

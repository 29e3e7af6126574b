package org.exactloss.report.page;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The straight way from numbers to places between 0 and 100.
 *
 * @param lo the number at 0
 * @param hi the number at 100, larger than lo
 */
record Axis(double lo, double hi) {
  private static final double HUNDRED = 100;
  private static final int ROOM = 7;
  private static final double LARGEST_PLAIN = 1e7;
  private static final double MOST_BRIEF = 1000;
  private static final double SMALLEST_PLAIN = 1e-5;

  /** A number at an axis: its label, and its place. */
  record Tick(String label, double place) {
    private static final double NEAR_END = 4;
    // Half a character of 12 px, on an axis as narrow as that of a telephone.
    private static final double PER_CHARACTER = 1.2;

    /** The place from the left. */
    String x() {
      return percent(place);
    }

    /** The place from the top of an upright axis. */
    String y() {
      return percent(HUNDRED - place);
    }

    /** Which end of the label is at the place, so that it stays beside the axis. */
    String anchor() {
      double reach = Math.max(NEAR_END, PER_CHARACTER * label.length());
      if (place < reach) {
        return "start";
      }
      return place > HUNDRED - reach ? "end" : "middle";
    }
  }

  /** An axis from the smallest to the largest of these numbers, with some room beyond both. */
  static Axis around(List<Double> values) {
    double least = values.stream().mapToDouble(x -> x).min().orElse(0);
    double most = values.stream().mapToDouble(x -> x).max().orElse(1);
    double room = most / 20 - least / 20;
    if (room == 0) {
      room = least == 0 ? 1 : Math.abs(least) / 10;
    }
    return new Axis(
        Math.max(-Double.MAX_VALUE, least - room), Math.min(Double.MAX_VALUE, most + room));
  }

  /** The place of a number, in per cent; those beyond an end are at that end. */
  double at(double value) {
    // Scaled so that neither the difference of huge ends nor that of tiny ones is lost.
    int exponent = Math.max(Math.getExponent(lo), Math.getExponent(hi));
    double from = Math.scalb(lo, -exponent);
    double part = (Math.scalb(value, -exponent) - from) / (Math.scalb(hi, -exponent) - from);
    return HUNDRED * Math.max(0, Math.min(1, part));
  }

  boolean contains(double value) {
    return value >= lo && value <= hi;
  }

  /** A place as attributes of SVG have it. */
  static String percent(double place) {
    return number(place) + "%";
  }

  /** At most two digits after the point. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceFirst("\\.?0+$", "").replaceFirst("^-0$", "0");
  }

  /** Round numbers along the axis, about so many; the first and the last where labels are long. */
  List<Tick> ticks(int about) {
    List<Tick> ticks = roundNumbers(about);
    return isWide(ticks) && ticks.size() > 2
        ? List.of(ticks.get(0), ticks.get(ticks.size() - 1))
        : ticks;
  }

  private List<Tick> roundNumbers(int about) {
    double span = hi - lo;
    if (!Double.isFinite(span) || span / about < Double.MIN_NORMAL) {
      return List.of(tick(lo, Digits.round(lo)), tick(hi, Digits.round(hi)));
    }
    double raw = span / about;
    int exponent = (int) Math.floor(Math.log10(raw));
    BigDecimal step = step(raw, exponent);
    List<Tick> ticks = new ArrayList<>();
    BigDecimal value =
        new BigDecimal(lo)
            .divide(step, 0, RoundingMode.CEILING)
            .multiply(step)
            .stripTrailingZeros();
    while (value.doubleValue() <= hi) {
      ticks.add(tick(value.doubleValue(), label(value, step)));
      value = value.add(step);
    }
    return ticks;
  }

  /** Whether labels of these ticks need more room beside an upright axis. */
  static boolean isWide(List<Tick> ticks) {
    return ticks.stream().anyMatch(tick -> tick.label().length() > ROOM);
  }

  /** The next larger of 1, 2 and 5 times a power of ten. */
  private static BigDecimal step(double raw, int exponent) {
    for (int digit : new int[] {1, 2, 5}) {
      BigDecimal step = BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent);
      if (step.doubleValue() >= raw) {
        return step;
      }
    }
    return BigDecimal.ONE.scaleByPowerOfTen(exponent + 1);
  }

  private String label(BigDecimal value, BigDecimal step) {
    double largest = Math.max(Math.abs(lo), Math.abs(hi));
    double digits = largest / step.doubleValue();
    boolean plain =
        step.doubleValue() >= SMALLEST_PLAIN
            && (largest < LARGEST_PLAIN || (digits > MOST_BRIEF && digits < LARGEST_PLAIN));
    if (!plain) {
      return Digits.round(value.doubleValue());
    }
    int decimals = Math.max(0, step.scale());
    return String.format(Locale.ROOT, "%,." + decimals + "f", value).replace('-', '−');
  }

  private Tick tick(double value, String label) {
    return new Tick(label, at(value));
  }
}

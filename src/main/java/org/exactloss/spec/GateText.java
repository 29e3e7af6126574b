package org.exactloss.spec;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads conditions of the form {@code [MODEL:] [any slice:] METRIC[.lo|.hi] OP NUMBER}, whose first
 * two parts may also stand the other way round.
 *
 * <p>It reads from the end, because a model's name may hold anything: the number holds no {@code <}
 * or {@code >}, and the metric no colon.
 */
final class GateText {
  private static final Pattern ANY_SLICE = Pattern.compile("(?i)any\\s+slice");
  private static final Pattern COMPARED = Pattern.compile("(?s)(.*)([<>])(=?)([^<>]*)");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  private static final String FORM =
      "write it as in 'rmse > 3.0', 'ridge: mean > 2' or 'any slice: r2 < 0.5'";

  private final String text;

  GateText(String text) {
    this.text = text.strip();
  }

  Gate read() {
    Matcher compared = COMPARED.matcher(text);
    if (!compared.matches()) {
      throw refusal("it compares nothing with <, <=, > or >=", FORM);
    }
    String left = compared.group(1).strip();
    int colon = left.lastIndexOf(':');
    Scope scope = scope(colon < 0 ? "" : left.substring(0, colon).strip(), colon >= 0);
    Measure measure = measure(left.substring(colon + 1).strip());
    return new Gate(
        text,
        scope.model,
        scope.level,
        measure.metric,
        measure.end,
        operator(compared.group(2) + compared.group(3)),
        threshold(compared.group(4).strip()));
  }

  private record Scope(Optional<String> model, Gate.Level level) {}

  private Scope scope(String prefix, boolean given) {
    if (!given) {
      return new Scope(Optional.empty(), Gate.Level.OVERALL);
    }
    if (ANY_SLICE.matcher(prefix).matches()) {
      return new Scope(Optional.empty(), Gate.Level.ANY_SLICE);
    }
    int first = prefix.indexOf(':');
    if (first >= 0 && ANY_SLICE.matcher(prefix.substring(0, first).strip()).matches()) {
      return new Scope(model(prefix.substring(first + 1)), Gate.Level.ANY_SLICE);
    }
    int last = prefix.lastIndexOf(':');
    if (last >= 0 && ANY_SLICE.matcher(prefix.substring(last + 1).strip()).matches()) {
      return new Scope(model(prefix.substring(0, last)), Gate.Level.ANY_SLICE);
    }
    return new Scope(model(prefix), Gate.Level.OVERALL);
  }

  /** A name in backticks, in which a backtick is doubled, or as it is. */
  private Optional<String> model(String written) {
    String name = written.strip();
    if (name.isEmpty()) {
      throw refusal("no model is named before the colon", FORM);
    }
    boolean quoted = name.matches("(?s)`([^`]|``)+`");
    return Optional.of(quoted ? name.substring(1, name.length() - 1).replace("``", "`") : name);
  }

  private record Measure(Metric metric, Optional<Gate.End> end) {}

  private Measure measure(String written) {
    if (written.isEmpty()) {
      throw refusal("it names no metric", FORM);
    }
    int dot = written.indexOf('.');
    Metric metric = metric(dot < 0 ? written : written.substring(0, dot));
    String end = dot < 0 ? "" : written.substring(dot + 1);
    if (metric.isInterval() && !end.equals("lo") && !end.equals("hi")) {
      throw refusal(
          metric.label() + " is an interval",
          "compare one of its ends, " + metric.label() + ".lo or " + metric.label() + ".hi");
    }
    if (!metric.isInterval() && dot >= 0) {
      throw refusal(
          metric.label() + " is a number and has no ends",
          "write " + metric.label() + " without ." + end);
    }
    return new Measure(
        metric,
        metric.isInterval()
            ? Optional.of(Gate.End.valueOf(end.toUpperCase(Locale.ROOT)))
            : Optional.empty());
  }

  private Metric metric(String name) {
    return Metric.find(name)
        .orElseThrow(
            () -> refusal("there is no metric " + name, NearNames.advice(name, Metric.labels())));
  }

  private static Gate.Operator operator(String sign) {
    return switch (sign) {
      case "<" -> Gate.Operator.LESS;
      case "<=" -> Gate.Operator.AT_MOST;
      case ">" -> Gate.Operator.GREATER;
      default -> Gate.Operator.AT_LEAST;
    };
  }

  private double threshold(String number) {
    if (number.isEmpty()) {
      throw refusal("it ends without a number", FORM);
    }
    if (!NUMBER.matcher(number).matches() || Double.isInfinite(Double.parseDouble(number))) {
      throw refusal(number + " is no number to compare with", "write one such as 0.5 or 1e-3");
    }
    return Double.parseDouble(number);
  }

  private EvaluationException refusal(String why, String advice) {
    return Gate.refusal(text, why, advice);
  }
}

package org.exactloss.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.exactloss.report.Printable;

/**
 * One result of a JSON report.
 *
 * @param name the model's name, with the output's place in brackets
 */
public record Result(JsonNode json, String name) {

  /** The ends of an interval. */
  record Interval(double lo, double hi) {}

  static Result of(JsonNode json) {
    if (!json.path("prediction").isTextual() || !json.path("count").isObject()) {
      throw new IllegalArgumentException("one of its results has no prediction or no count");
    }
    String name = Printable.line(json.path("prediction").asText());
    JsonNode output = json.path("output");
    return new Result(json, output.isNumber() ? name + "[" + output.asInt() + "]" : name);
  }

  /** What tells results of several reports apart, also where two names look the same. */
  String key() {
    return json.path("output").asText() + " " + json.path("prediction").asText();
  }

  boolean isOverall() {
    return json.path("slice").isEmpty();
  }

  /** Whether the numbers are not given. */
  boolean isRefused() {
    return json.path("digest").isNull();
  }

  long elements() {
    return json.path("count").path("elements").asLong();
  }

  long used() {
    return json.path("count").path("used").asLong();
  }

  /** Elements left out, by the reason's name. */
  Map<String, Long> excluded() {
    Map<String, Long> excluded = new LinkedHashMap<>();
    json.path("count")
        .path("excluded")
        .properties()
        .forEach(reason -> excluded.put(reason.getKey(), reason.getValue().asLong()));
    return excluded;
  }

  boolean has(String metric) {
    return json.has(metric);
  }

  /** A metric; empty where it is absent, undefined or an interval. */
  OptionalDouble number(String metric) {
    return number(json.path(metric));
  }

  /** A metric that is a finite number. */
  OptionalDouble finite(String metric) {
    OptionalDouble number = number(metric);
    return number.isPresent() && Double.isFinite(number.getAsDouble())
        ? number
        : OptionalDouble.empty();
  }

  /** A number as reports write it. */
  static OptionalDouble number(JsonNode node) {
    if (node.isNumber()) {
      return OptionalDouble.of(node.doubleValue());
    }
    return switch (node.isTextual() ? node.asText() : "") {
      case "NaN" -> OptionalDouble.of(Double.NaN);
      case "Infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
      case "-Infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
      default -> OptionalDouble.empty();
    };
  }

  /** An interval with finite ends. */
  Optional<Interval> interval(String metric) {
    OptionalDouble lo = number(json.path(metric).path(0));
    OptionalDouble hi = number(json.path(metric).path(1));
    boolean finite =
        lo.isPresent()
            && hi.isPresent()
            && Double.isFinite(lo.getAsDouble())
            && Double.isFinite(hi.getAsDouble());
    return finite
        ? Optional.of(new Interval(lo.getAsDouble(), hi.getAsDouble()))
        : Optional.empty();
  }

  /** Why a metric is undefined; empty where it is not. */
  String undefined(String metric) {
    return Printable.line(json.path("undefined").path(metric).asText());
  }
}

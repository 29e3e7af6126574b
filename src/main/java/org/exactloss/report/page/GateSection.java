package org.exactloss.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.exactloss.report.Printable;

/**
 * What became of one gate.
 *
 * @param fired whether it fired
 * @param verdict the same in words
 * @param firings the first results that it fired on, in words
 * @param more how many others there are, in words; empty where there are none
 */
record GateSection(
    String condition, boolean fired, String verdict, List<String> firings, String more) {

  static List<GateSection> of(ReportDocument report) {
    List<GateSection> gates = new ArrayList<>();
    report.root().path("gates").forEach(gate -> gates.add(gate(gate)));
    return gates;
  }

  /** Which gate fired, or how many did, in words; empty where none did. */
  static String alarm(List<GateSection> gates) {
    List<GateSection> fired = gates.stream().filter(GateSection::fired).toList();
    return switch (fired.size()) {
      case 0 -> "";
      case 1 -> "The gate " + fired.get(0).condition() + " fired";
      default -> fired.size() + " of " + gates.size() + " gates fired";
    };
  }

  private static GateSection gate(JsonNode gate) {
    long fired = gate.path("fired").asLong();
    String tested = Digits.count(gate.path("tested").asLong());
    List<String> firings = new ArrayList<>();
    gate.path("firings").forEach(firing -> firings.add(words(firing)));
    long more = fired - firings.size();
    return new GateSection(
        Printable.line(gate.path("condition").asText()),
        fired > 0,
        fired > 0
            ? "fired on " + Digits.count(fired) + " of " + tested + " results"
            : "passed by all of " + tested + " results",
        firings,
        more > 0 ? "and " + Digits.count(more) + " more" : "");
  }

  private static String words(JsonNode firing) {
    String output =
        firing.path("output").isNumber() ? "[" + firing.path("output").asInt() + "]" : "";
    String slice = Values.named(firing.path("slice"));
    String value =
        Result.number(firing.path("value")).isPresent()
            ? Digits.brief(Result.number(firing.path("value")))
            : "undefined";
    return Printable.line(firing.path("prediction").asText())
        + output
        + (slice.isEmpty() ? "" : ", " + slice)
        + ": "
        + Printable.line(firing.path("metric").asText())
        + " is "
        + value;
  }
}

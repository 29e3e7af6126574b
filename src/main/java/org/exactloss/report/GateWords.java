package org.exactloss.report;

import java.util.List;
import java.util.Locale;
import org.exactloss.metric.MetricValue;

/** What became of gates, in words. */
public final class GateWords {
  /** Firings of a gate that people are shown; the JSON report has more. */
  private static final int MOST_SHOWN = 5;

  private static final int CONDITION_WIDTH = 72;
  private static final int SLICE_WIDTH = 60;

  private GateWords() {}

  /** A message of one line for each gate that fired, with the numbers. */
  public static List<String> messages(List<GateResult> gates) {
    return gates.stream()
        .filter(gate -> gate.fired() > 0)
        .map(gate -> "Gate fired: " + Printable.line(gate.gate().text()) + ": " + firings(gate))
        .toList();
  }

  /** The gates as lines of a table's kind, each ended by a line feed. */
  static String lines(List<GateResult> gates, TextStyle style) {
    StringBuilder text = new StringBuilder("gates\n");
    for (GateResult gate : gates) {
      String condition = ValueText.shortened(Printable.line(gate.gate().text()), CONDITION_WIDTH);
      text.append("  ").append(condition).append(": ");
      text.append(
          gate.fired() == 0
              ? "passed by " + count(gate.tested())
              : style.alarm("FIRED on " + count(gate.fired()) + " of " + count(gate.tested())));
      text.append('\n');
      List<GateResult.Firing> shown = gate.firings().stream().limit(MOST_SHOWN).toList();
      shown.forEach(firing -> text.append("    ").append(words(gate, firing)).append('\n'));
      long more = gate.fired() - shown.size();
      if (more > 0) {
        text.append("    and ").append(count(more)).append(" more\n");
      }
    }
    return text.toString();
  }

  private static String firings(GateResult gate) {
    String first = words(gate, gate.firings().get(0));
    return gate.fired() == 1 ? first : first + "; and " + count(gate.fired() - 1) + " more";
  }

  private static String words(GateResult gate, GateResult.Firing firing) {
    String model = Printable.line(firing.prediction());
    String output = firing.output().isPresent() ? "[" + firing.output().getAsInt() + "]" : "";
    String slice = ValueText.of(firing.slice());
    String where = slice.isEmpty() ? "" : ", " + ValueText.shortened(slice, SLICE_WIDTH);
    String reason =
        firing.value() instanceof MetricValue.Undefined undefined
            ? " (" + Printable.line(undefined.reason()) + ")"
            : "";
    return model
        + output
        + where
        + ": "
        + gate.gate().measure()
        + " is "
        + ValueText.of(firing.value())
        + reason;
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}

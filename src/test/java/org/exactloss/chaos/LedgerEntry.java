package org.exactloss.chaos;

import java.util.List;
import java.util.Locale;

/**
 * A line of the ledger.
 *
 * @param moment how many tasks, or kept groups of files, were finished before the fault, of how
 *     many
 * @param proof empty if the fault missed
 * @param seconds of the whole run
 * @param detail the exit code and the message
 */
record LedgerEntry(
    long seed,
    Shape shape,
    String fault,
    String moment,
    Outcome outcome,
    String proof,
    double seconds,
    String detail) {
  static final String HEADER = "seed,shape,fault,moment,outcome,proof,seconds,detail";

  boolean missed() {
    return proof.isEmpty();
  }

  String line() {
    return String.join(
        ",",
        List.of(
            Long.toString(seed),
            shape.name().toLowerCase(Locale.ROOT),
            fault.toLowerCase(Locale.ROOT),
            moment,
            outcome.toString(),
            quoted(missed() ? "missed" : proof),
            String.format(Locale.ROOT, "%.1f", seconds),
            quoted(detail)));
  }

  /** Without the place of the project, which says nothing elsewhere. */
  private static String quoted(String text) {
    String place = Project.ROOT + "/";
    return '"' + text.replace(place, "").replace('"', '\'').replace('\n', ' ') + '"';
  }
}

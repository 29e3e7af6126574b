package org.exactloss.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.exactloss.report.Printable;

/**
 * What became of every element.
 *
 * @param models a bar for each result
 * @param joined the counts of the join by key, in words; empty where there was none
 */
record Accounting(List<Model> models, String joined) {
  /** A part thinner than this many per cent could not be seen. */
  private static final double THINNEST = 0.6;

  private static final int COLORS = 8;

  /**
   * The bar of one result.
   *
   * @param words the same for those who do not see it
   */
  record Model(String name, String words, List<Part> parts) {}

  /** A part of a bar, with its place and width in per cent. */
  record Part(String reason, String count, String percent, String x, String width, int color) {}

  static Accounting of(ReportDocument report) {
    return new Accounting(
        report.overall().stream().map(Accounting::model).toList(),
        joined(report.root().path("join")));
  }

  private static String joined(JsonNode join) {
    return join.isMissingNode()
        ? ""
        : "Joined by key: "
            + Digits.count(join.path("matched").asLong())
            + " matched, "
            + Digits.count(join.path("unmatchedPredictions").asLong())
            + " predictions and "
            + Digits.count(join.path("unmatchedTargets").asLong())
            + " targets without a partner.";
  }

  private static Model model(Result result) {
    Map<String, Long> excluded = result.excluded();
    double all = Math.max(1, result.elements());
    double shown = 0;
    for (long count : excluded.values()) {
      shown += width(count, all);
    }
    List<Part> parts = new ArrayList<>();
    parts.add(part("used", result.used(), all, 0, Math.max(0, 100 - shown), 0));
    double x = 100 - shown;
    int color = 0;
    for (Map.Entry<String, Long> reason : excluded.entrySet()) {
      color = color % (COLORS - 1) + 1;
      double width = width(reason.getValue(), all);
      parts.add(part(words(reason.getKey()), reason.getValue(), all, x, width, color));
      x += width;
    }
    String words =
        Digits.count(result.used()) + " of " + Digits.count(result.elements()) + " elements used";
    return new Model(result.name(), words, parts);
  }

  private static double width(long count, double all) {
    return count == 0 ? 0 : Math.max(THINNEST, 100 * count / all);
  }

  private static Part part(
      String reason, long count, double all, double x, double width, int color) {
    return new Part(
        reason,
        Digits.count(count),
        Digits.percent(count / all),
        Axis.percent(x),
        Axis.percent(width),
        color);
  }

  /** {@code nullTarget} as {@code null target}. */
  private static String words(String reason) {
    return Printable.line(reason.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT));
  }
}

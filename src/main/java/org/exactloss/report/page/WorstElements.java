package org.exactloss.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.exactloss.report.Printable;

/**
 * The elements of one model with the largest errors.
 *
 * @param kept the names of the columns that were carried along
 * @param more what is not shown; empty where everything is
 */
record WorstElements(String name, List<String> kept, List<Row> rows, String more) {
  private static final int MOST = 50;
  private static final int LONGEST = 8;

  /** One element. */
  record Row(String error, String prediction, String target, List<String> kept) {}

  static List<WorstElements> of(ReportDocument report) {
    List<WorstElements> found = new ArrayList<>();
    for (Result result : report.overall()) {
      JsonNode worst = result.json().path("worst");
      if (!worst.isEmpty()) {
        found.add(of(result.name(), worst));
      }
    }
    return found;
  }

  private static WorstElements of(String name, JsonNode worst) {
    Set<String> kept = new LinkedHashSet<>();
    worst.forEach(element -> element.path("keep").fieldNames().forEachRemaining(kept::add));
    List<Row> rows = new ArrayList<>();
    for (JsonNode element : worst) {
      if (rows.size() < MOST) {
        rows.add(row(element, kept));
      }
    }
    int hidden = worst.size() - rows.size();
    return new WorstElements(
        name,
        kept.stream().map(Printable::line).toList(),
        rows,
        hidden == 0 ? "" : "The report has " + Digits.count(hidden) + " more.");
  }

  private static Row row(JsonNode element, Set<String> kept) {
    return new Row(
        Digits.brief(Result.number(element.path("error"))),
        number(element, "prediction"),
        number(element, "target"),
        kept.stream().map(name -> Values.text(element.path("keep").path(name))).toList());
  }

  private static String number(JsonNode element, String name) {
    OptionalDouble value = Result.number(element.path(name));
    String exact = Digits.exact(value).replace('-', '−');
    return exact.length() <= LONGEST ? exact : Digits.brief(value.getAsDouble(), LONGEST - 2);
  }
}

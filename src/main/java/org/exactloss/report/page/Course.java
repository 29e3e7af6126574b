package org.exactloss.report.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How the errors of models went from report to report.
 *
 * @param first when the first evaluation began
 * @param last when the last one did
 */
record Course(
    String first, String last, List<String> models, List<LineChart> charts, List<Row> rows) {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** One report. */
  record Row(String start, List<String> values) {}

  /** The course over several reports in the order of time; empty for a single one. */
  static List<Course> of(List<ReportDocument> reports) {
    if (reports.size() < 2) {
      return List.of();
    }
    Map<String, String> names = new LinkedHashMap<>();
    for (ReportDocument report : reports) {
      report.overall().forEach(result -> names.put(result.key(), result.name()));
    }
    List<LineChart> charts = new ArrayList<>();
    names.forEach(
        (key, name) -> {
          List<OptionalDouble> course = reports.stream().map(report -> rmse(report, key)).toList();
          String words = "Last: " + Digits.brief(course.get(course.size() - 1));
          charts.add(LineChart.of(name, course, words));
        });
    List<Row> rows =
        reports.stream()
            .map(
                report ->
                    new Row(
                        minutes(report.start()),
                        names.keySet().stream()
                            .map(key -> Digits.exact(rmse(report, key)))
                            .toList()))
            .toList();
    return List.of(
        new Course(
            rows.get(0).start(),
            rows.get(rows.size() - 1).start(),
            List.copyOf(names.values()),
            charts,
            rows));
  }

  static String minutes(Instant time) {
    return MINUTES.format(time);
  }

  private static OptionalDouble rmse(ReportDocument report, String key) {
    return report.overall().stream()
        .filter(result -> result.key().equals(key))
        .map(result -> result.number("rmse"))
        .findFirst()
        .orElse(OptionalDouble.empty());
  }
}

package org.exactloss.report.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

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
    Set<String> names = new LinkedHashSet<>();
    reports.forEach(report -> report.overall().forEach(result -> names.add(result.name())));
    List<List<OptionalDouble>> values =
        names.stream()
            .map(name -> reports.stream().map(report -> rmse(report, name)).toList())
            .toList();
    List<LineChart> charts = new ArrayList<>();
    for (String name : names) {
      List<OptionalDouble> course = values.get(charts.size());
      String words = "Last: " + Digits.brief(course.get(course.size() - 1));
      charts.add(LineChart.of(name, course, words));
    }
    List<Row> rows =
        reports.stream()
            .map(
                report ->
                    new Row(
                        minutes(report.start()),
                        names.stream().map(name -> Digits.exact(rmse(report, name))).toList()))
            .toList();
    return List.of(
        new Course(
            rows.get(0).start(),
            rows.get(rows.size() - 1).start(),
            List.copyOf(names),
            charts,
            rows));
  }

  static String minutes(Instant time) {
    return MINUTES.format(time);
  }

  private static OptionalDouble rmse(ReportDocument report, String name) {
    return report.overall().stream()
        .filter(result -> result.name().equals(name))
        .map(result -> result.number("rmse"))
        .findFirst()
        .orElse(OptionalDouble.empty());
  }
}

package org.exactloss.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.exactloss.report.Printable;

/**
 * The losses of batches.
 *
 * @param by what makes a batch
 * @param first the first one that is drawn
 * @param last the last one that is drawn
 */
record BatchSection(String by, String first, String last, String summary, List<LineChart> charts) {
  private static final int MOST = 1000;

  /** The batches; empty where none were asked for. */
  static List<BatchSection> of(ReportDocument report) {
    Map<String, List<Result>> byModel = new LinkedHashMap<>();
    report.overall().forEach(result -> byModel.put(result.name(), new ArrayList<>()));
    for (JsonNode batch : report.root().path("batchResults")) {
      Result result = Result.of(batch);
      List<Result> all = byModel.get(result.name());
      if (all != null && all.size() < MOST) {
        all.add(result);
      }
    }
    byModel.values().removeIf(List::isEmpty);
    return byModel.isEmpty() ? List.of() : List.of(section(report, byModel));
  }

  private static BatchSection section(ReportDocument report, Map<String, List<Result>> byModel) {
    List<LineChart> charts = new ArrayList<>();
    for (Result overall : report.overall()) {
      List<Result> batches = byModel.get(overall.name());
      if (batches != null && !overall.isRefused()) {
        String words = "Mean of the batch losses: " + Digits.brief(overall.number("batchMean"));
        charts.add(
            LineChart.of(overall.name(), batches.stream().map(BatchSection::loss).toList(), words));
      }
    }
    List<Result> any = byModel.values().iterator().next();
    JsonNode first = any.get(0).json().path("batch");
    JsonNode last = any.get(any.size() - 1).json().path("batch");
    long batches = report.overall().get(0).json().path("batches").asLong();
    return new BatchSection(
        first.properties().stream()
            .map(entry -> Printable.line(entry.getKey()))
            .findFirst()
            .orElse(""),
        first.properties().stream()
            .map(entry -> Values.text(entry.getValue()))
            .findFirst()
            .orElse(""),
        last.properties().stream()
            .map(entry -> Values.text(entry.getValue()))
            .findFirst()
            .orElse(""),
        any.size() < batches
            ? "The first " + Digits.count(any.size()) + " of " + Digits.count(batches) + " batches"
            : Digits.count(batches) + " batches",
        charts);
  }

  private static OptionalDouble loss(Result batch) {
    return batch.has("loss") && batch.number("loss").isPresent()
        ? batch.number("loss")
        : batch.number("mean");
  }
}

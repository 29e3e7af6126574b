package org.exactloss.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
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
    List<Result> results = new ArrayList<>();
    report.root().path("batchResults").forEach(result -> results.add(Result.of(result)));
    int models = report.overall().size();
    int batches = Math.min(MOST, results.size() / models);
    return batches == 0 ? List.of() : List.of(section(report, results, models, batches));
  }

  /** Each batch has a result for each overall one, in their order. */
  private static BatchSection section(
      ReportDocument report, List<Result> results, int models, int shown) {
    List<LineChart> charts = new ArrayList<>();
    for (int model = 0; model < models; model++) {
      Result overall = report.overall().get(model);
      List<OptionalDouble> losses = new ArrayList<>();
      for (int batch = 0; batch < shown; batch++) {
        losses.add(loss(results.get(batch * models + model)));
      }
      if (!overall.isRefused()) {
        String words = "Mean of the batch losses: " + Digits.brief(overall.number("batchMean"));
        charts.add(LineChart.of(overall.name(), losses, words));
      }
    }
    JsonNode first = results.get(0).json().path("batch");
    JsonNode last = results.get((shown - 1) * models).json().path("batch");
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
        shown < batches
            ? "The first " + Digits.count(shown) + " of " + Digits.count(batches) + " batches"
            : Digits.count(batches) + " batches",
        charts);
  }

  private static OptionalDouble loss(Result batch) {
    return batch.has("loss") && batch.number("loss").isPresent()
        ? batch.number("loss")
        : batch.number("mean");
  }
}

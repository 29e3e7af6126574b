package org.exactloss.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.exactloss.report.EvaluationReport.ModelResult;

/** The cells of the batches' table: labels, and the losses of one result of the report. */
final class BatchTable {
  /** Batches that people are shown; the rest is in the JSON report and the table of results. */
  private static final int MOST_SHOWN = 20;

  private static final int LABEL_WIDTH = 40;
  private static final String INDENT = "  ";

  private final BatchReport batches;
  private final List<BatchReport.Batch> shown;

  BatchTable(BatchReport batches) {
    this.batches = batches;
    shown = batches.first().stream().limit(MOST_SHOWN).toList();
  }

  /** The lines above the table. */
  String heading() {
    return String.format(
        Locale.ROOT, "%,d batches by %s\n", batches.batches(), Printable.line(batches.name()));
  }

  /** The lines below the table, if not every batch is shown. */
  String rest() {
    long hidden = batches.batches() - shown.size();
    return hidden == 0
        ? ""
        : String.format(
            Locale.ROOT, "and %,d more batches, which the table of --results has\n\n", hidden);
  }

  List<String> labels() {
    List<String> labels = new ArrayList<>(List.of("mean of batch losses", INDENT + "of batches"));
    labels.add("loss of the batch");
    shown.forEach(batch -> labels.add(INDENT + label(batch.value())));
    return labels;
  }

  /** The cells of the result at this place of the report. */
  List<String> cells(int result) {
    BatchReport.Mean mean = batches.means().get(result);
    List<String> cells = new ArrayList<>();
    cells.add(number(mean.loss()));
    cells.add(String.format(Locale.ROOT, "%,d", mean.defined()));
    cells.add("");
    for (BatchReport.Batch batch : shown) {
      ModelResult model = batch.results().get(result);
      cells.add(number(model.refused() ? OptionalDouble.empty() : model.loss()));
    }
    return cells;
  }

  private static String label(Object value) {
    return ValueText.shortened(ValueText.of(value), LABEL_WIDTH);
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? ShortestDecimal.of(value.getAsDouble()) : "undefined";
  }
}

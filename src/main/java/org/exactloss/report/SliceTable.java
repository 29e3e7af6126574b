package org.exactloss.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.SlicingReport.Slice;
import org.exactloss.spec.Metric;
import org.exactloss.spec.Reduction;

/** The slices of one slicing that carry most of the loss, as a table for each model. */
final class SliceTable {
  /** Slices that people are shown; the rest is in the JSON report and the table of results. */
  private static final int MOST_SHOWN = 20;

  private static final int LABEL_WIDTH = 40;
  private static final int SHARE_DIGITS = 2;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final SlicingReport slicing;
  private final List<Slice> shown;
  private final Metric loss;

  SliceTable(SlicingReport slicing, Reduction reduction) {
    this.slicing = slicing;
    shown = slicing.most().stream().limit(MOST_SHOWN).toList();
    loss = reduction == Reduction.NONE ? Metric.MEAN : Metric.LOSS;
  }

  /** The line above the tables. */
  String heading() {
    String names = slicing.names().stream().map(Printable::line).collect(Collectors.joining(", "));
    return count(slicing.slices())
        + (slicing.slices() == 1 ? " slice by " : " slices by ")
        + names
        + (hidden() > 0 ? ", of which these carry most of the loss\n" : "\n");
  }

  /** The line below the tables, if not every slice is shown. */
  String rest() {
    return hidden() == 0
        ? ""
        : "and " + count(hidden()) + " more slices, which the table of --results has\n\n";
  }

  private long hidden() {
    return slicing.slices() - shown.size();
  }

  /**
   * The columns of the result at this place of the report: its further metrics only as far as they
   * fit beside the others.
   */
  List<TextColumn> columns(List<String> header, int place) {
    List<ModelResult> results = shown.stream().map(slice -> slice.results().get(place)).toList();
    List<TextColumn> columns = new ArrayList<>();
    columns.add(new TextColumn(header, shown.stream().map(this::label).toList()));
    columns.add(column(Metric.SHARE.label(), results, SliceTable::share));
    columns.add(column("used", results, result -> count(result.used())));
    columns.add(column(loss.label(), results, result -> ValueText.of(result, loss)));
    for (Metric metric : further(results)) {
      columns.add(column(metric.label(), results, result -> ValueText.of(result, metric)));
    }
    return columns.subList(0, TextTable.fitting(columns, 1));
  }

  private static Set<Metric> further(List<ModelResult> results) {
    Set<Metric> further = EnumSet.noneOf(Metric.class);
    results.forEach(result -> further.addAll(result.further().keySet()));
    further.remove(Metric.SHARE);
    return further;
  }

  private static TextColumn column(
      String name, List<ModelResult> results, Function<ModelResult, String> cell) {
    return new TextColumn(List.of(name), results.stream().map(cell).toList());
  }

  private String label(Slice slice) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < slicing.names().size(); i++) {
      parts.add(Printable.line(slicing.names().get(i)) + "=" + ValueText.of(slice.values().get(i)));
    }
    return ValueText.shortened(String.join(", ", parts), LABEL_WIDTH);
  }

  private static String share(ModelResult result) {
    boolean finite =
        result.has(Metric.SHARE)
            && result.value(Metric.SHARE) instanceof MetricValue.Number number
            && Double.isFinite(number.value());
    if (!finite) {
      return ValueText.of(result, Metric.SHARE);
    }
    double share = ((MetricValue.Number) result.value(Metric.SHARE)).value();
    return new BigDecimal(share).multiply(HUNDRED).setScale(SHARE_DIGITS, RoundingMode.HALF_EVEN)
        + " %";
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}

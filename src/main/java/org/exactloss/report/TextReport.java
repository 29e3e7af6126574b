package org.exactloss.report;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.exactloss.metric.LossMetrics;
import org.exactloss.report.EvaluationReport.JoinCounts;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Metric;
import org.exactloss.spec.Reduction;

/**
 * The report as a table for people: one column per model, as many beside each other as fit into 100
 * columns, in plain ASCII where the names are.
 */
public final class TextReport {
  private static final int NAME_WIDTH = 24;
  private static final String INDENT = "  ";
  private static final String REFUSED = "refused";

  private final EvaluationReport report;
  private final boolean showsElements;
  private final boolean showsWeights;
  private final boolean showsPenalty;
  private final Set<Metric> further = EnumSet.noneOf(Metric.class);

  private TextReport(EvaluationReport report) {
    this.report = report;
    showsElements =
        report.results().stream().anyMatch(result -> result.rows() != result.elements());
    showsWeights = isWeighted(report);
    showsPenalty = report.results().stream().anyMatch(result -> result.penalty().isPresent());
    report.results().forEach(result -> further.addAll(result.further().keySet()));
  }

  /** The text without colours. */
  public static String of(EvaluationReport report) {
    return of(report, TextStyle.PLAIN);
  }

  /** The text, ending with a line feed. The reasons of refusals are not in it. */
  public static String of(EvaluationReport report, TextStyle style) {
    return new TextReport(report).text(style);
  }

  /** The order is that of the page: what is most important comes first. */
  private String text(TextStyle style) {
    StringBuilder text = new StringBuilder(new Verdict(report).lines(style));
    TextTable.append(text, columns());
    report.join().ifPresent(join -> appendJoin(text, join));
    report.slicings().forEach(slicing -> appendSlices(text, slicing));
    report.results().forEach(result -> appendWorst(text, result));
    if (!report.gates().isEmpty()) {
      text.append(GateWords.lines(report.gates(), style)).append('\n');
    }
    report.batches().ifPresent(batches -> appendBatches(text, new BatchTable(batches)));
    appendDigests(text);
    return text.toString();
  }

  /** The elements of a result with the largest errors. */
  private void appendWorst(StringBuilder text, ModelResult result) {
    List<WorstReport.Element> elements = report.worstOf(result).orElse(List.of());
    if (!elements.isEmpty()) {
      WorstTable worst = new WorstTable(elements);
      text.append(worst.heading(name(result)));
      TextTable.append(text, worst.columns(showsWeights));
    }
  }

  /** The batches of every result that is not refused. */
  private void appendBatches(StringBuilder text, BatchTable batches) {
    List<TextColumn> columns = new ArrayList<>();
    columns.add(new TextColumn(List.of(), batches.labels()));
    for (int i = 0; i < report.results().size(); i++) {
      ModelResult result = report.results().get(i);
      if (!result.refused()) {
        columns.add(new TextColumn(header(result), batches.cells(i)));
      }
    }
    if (columns.size() > 1) {
      text.append(batches.heading());
      TextTable.append(text, columns);
      text.append(batches.rest());
    }
  }

  /** The slices of every result that is not refused. */
  private void appendSlices(StringBuilder text, SlicingReport slicing) {
    SliceTable slices = new SliceTable(slicing, report.reduction());
    text.append(slices.heading());
    for (int i = 0; i < report.results().size(); i++) {
      ModelResult result = report.results().get(i);
      if (!result.refused()) {
        TextTable.append(text, slices.columns(header(result), i));
      }
    }
    text.append(slices.rest());
  }

  private List<TextColumn> columns() {
    Set<String> reasons = new LinkedHashSet<>();
    report.results().forEach(result -> reasons.addAll(result.excluded().keySet()));
    List<TextColumn> columns = new ArrayList<>();
    columns.add(new TextColumn(List.of(), labels(reasons)));
    for (ModelResult result : report.results()) {
      columns.add(new TextColumn(header(result), cells(result, reasons)));
    }
    return columns;
  }

  private List<String> labels(Set<String> reasons) {
    List<String> labels = new ArrayList<>(List.of("rows"));
    if (showsElements) {
      labels.add("elements");
    }
    labels.addAll(List.of("used", "excluded"));
    reasons.forEach(reason -> labels.add(INDENT + reason));
    if (showsWeights) {
      labels.add("weightSum");
    }
    labels.add(metricLabel("sum", Reduction.SUM));
    labels.add(metricLabel("mean", Reduction.MEAN));
    labels.add("rmse");
    if (showsPenalty) {
      labels.add("penalty");
      labels.add("loss");
    }
    further.forEach(metric -> labels.addAll(ValueText.rows(metric)));
    return labels;
  }

  private String metricLabel(String name, Reduction loss) {
    return report.reduction() == loss && !showsPenalty ? name + " (loss)" : name;
  }

  private List<String> cells(ModelResult result, Set<String> reasons) {
    List<String> cells = new ArrayList<>();
    cells.add(count(result.rows()));
    if (showsElements) {
      cells.add(count(result.elements()));
    }
    cells.add(count(result.used()));
    cells.add(count(result.elements() - result.used()));
    reasons.forEach(reason -> cells.add(count(result.excluded().getOrDefault(reason, 0L))));
    if (showsWeights) {
      cells.add(number(result, LossMetrics::weightSum));
    }
    cells.add(number(result, LossMetrics::sum));
    cells.add(number(result, LossMetrics::mean));
    cells.add(number(result, LossMetrics::rmse));
    if (showsPenalty) {
      cells.add(result.refused() ? REFUSED : number(result.penalty()));
      cells.add(result.refused() ? REFUSED : number(result.loss()));
    }
    for (Metric metric : further) {
      ValueText.rows(result, metric).forEach(it -> cells.add(result.refused() ? REFUSED : it));
    }
    return cells;
  }

  private static List<String> header(ModelResult result) {
    return TextColumn.wrapped(name(result), NAME_WIDTH);
  }

  /** The model's name, with the output's place in brackets. */
  static String name(ModelResult result) {
    String name = Printable.line(result.prediction());
    return result.output().isPresent() ? name + "[" + result.output().getAsInt() + "]" : name;
  }

  /** Weights were asked for, or are not all one, which callers from Java may leave unsaid. */
  private static boolean isWeighted(EvaluationReport report) {
    return report.provenance().options().containsKey("weight")
        || report.results().stream()
            .filter(result -> !result.refused())
            .anyMatch(result -> result.metrics().weightSum().orElse(0) != result.used());
  }

  private static String number(ModelResult result, Function<LossMetrics, OptionalDouble> metric) {
    return result.refused() ? REFUSED : number(metric.apply(result.metrics()));
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? ShortestDecimal.of(value.getAsDouble()) : "undefined";
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static void appendJoin(StringBuilder text, JoinCounts join) {
    text.append("joined by key: ").append(count(join.matched())).append(" matched, ");
    text.append(count(join.unmatchedPredictions())).append(" unmatched predictions, ");
    text.append(count(join.unmatchedTargets())).append(" unmatched targets\n\n");
  }

  private void appendDigests(StringBuilder text) {
    for (ModelResult result : report.results()) {
      if (!result.refused()) {
        text.append("digest of ").append(name(result)).append('\n');
        text.append(INDENT).append(result.metrics().digest()).append('\n');
      }
    }
  }
}

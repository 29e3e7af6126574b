package org.exactloss.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.exactloss.report.WorstReport.Element;

/** The elements with the largest errors as a table for people. */
final class WorstTable {
  /** Elements that people are shown; the rest is in the JSON report. */
  private static final int MOST_SHOWN = 20;

  private static final int CELL_WIDTH = 30;

  private final List<Element> elements;
  private final List<Element> shown;

  /**
   * @param elements of one result
   */
  WorstTable(List<Element> elements) {
    this.elements = elements;
    shown = elements.stream().limit(MOST_SHOWN).toList();
  }

  /**
   * The line above the table.
   *
   * @param name of the result, as it may be shown
   */
  String heading(String name) {
    String errors = elements.size() == 1 ? " largest error of " : " largest errors of ";
    String rest = shown.size() < elements.size() ? ", of which the first " + MOST_SHOWN : "";
    return String.format(Locale.ROOT, "%,d", elements.size()) + errors + name + rest + '\n';
  }

  /**
   * The table's columns, the place first.
   *
   * @param weighted whether weights are shown
   */
  List<TextColumn> columns(boolean weighted) {
    List<TextColumn> columns = new ArrayList<>();
    List<String> places =
        IntStream.rangeClosed(1, shown.size()).mapToObj(Integer::toString).toList();
    columns.add(new TextColumn(List.of(), places));
    columns.add(column("error", Element::error));
    columns.add(column("prediction", Element::prediction));
    columns.add(column("target", Element::target));
    if (weighted) {
      columns.add(column("weight", Element::weight));
    }
    if (shown.get(0).index().isPresent()) {
      columns.add(column("index", element -> (long) element.index().getAsInt()));
    }
    Set<String> kept = shown.get(0).kept().keySet();
    kept.forEach(name -> columns.add(column(name, element -> element.kept().get(name))));
    return columns;
  }

  private TextColumn column(String name, Function<Element, Object> value) {
    List<String> cells =
        shown.stream()
            .map(element -> ValueText.shortened(ValueText.of(value.apply(element)), CELL_WIDTH))
            .toList();
    return new TextColumn(TextColumn.wrapped(Printable.line(name), CELL_WIDTH), cells);
  }
}

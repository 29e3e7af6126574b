package org.exactloss.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Columns side by side, as many as fit into {@value #WIDTH} characters; the first one, which labels
 * the rows, is repeated before those that do not.
 */
final class TextTable {
  static final int WIDTH = 100;
  static final String GAP = "  ";

  private TextTable() {}

  /** Appends the table, an empty line after each band of columns. */
  static void append(StringBuilder text, List<TextColumn> columns) {
    int from = 1;
    while (from < columns.size()) {
      int to = fitting(columns, from);
      List<TextColumn> band = new ArrayList<>(List.of(columns.get(0)));
      band.addAll(columns.subList(from, to));
      appendBand(text, band);
      text.append('\n');
      from = to;
    }
  }

  /** The end of the band of columns that begins at this one; a band has at least one. */
  static int fitting(List<TextColumn> columns, int from) {
    int width = columns.get(0).width();
    int to = from;
    while (to < columns.size()) {
      width += GAP.length() + columns.get(to).width();
      if (width > WIDTH && to > from) {
        break;
      }
      to++;
    }
    return to;
  }

  private static void appendBand(StringBuilder text, List<TextColumn> band) {
    int header = band.stream().mapToInt(column -> column.header().size()).max().orElse(0);
    for (int line = 0; line < header; line++) {
      int current = line;
      appendLine(text, band, column -> column.headerLine(current, header));
    }
    for (int row = 0; row < band.get(0).cells().size(); row++) {
      int current = row;
      appendLine(text, band, column -> column.cells().get(current));
    }
  }

  private static void appendLine(
      StringBuilder text, List<TextColumn> band, Function<TextColumn, String> cell) {
    StringBuilder line = new StringBuilder();
    for (TextColumn column : band) {
      String value = cell.apply(column);
      if (line.isEmpty()) {
        line.append(value).append(" ".repeat(column.width() - value.length()));
      } else {
        line.append(GAP).append(" ".repeat(column.width() - value.length())).append(value);
      }
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}

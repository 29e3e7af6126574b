package org.exactloss.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One column of a text table.
 *
 * @param header the lines of its name, printed above the cells and aligned at the bottom
 * @param cells one per row
 */
record TextColumn(List<String> header, List<String> cells) {
  int width() {
    return Stream.concat(header.stream(), cells.stream()).mapToInt(String::length).max().orElse(0);
  }

  /** A line of the header where the whole table's header has so many lines. */
  String headerLine(int line, int lines) {
    int own = line - (lines - header.size());
    return own < 0 ? "" : header.get(own);
  }

  /** A name cut into lines of at most so many characters, never within a character. */
  static List<String> wrapped(String name, int width) {
    List<String> lines = new ArrayList<>();
    String rest = name;
    while (rest.length() > width) {
      int cut = Character.isHighSurrogate(rest.charAt(width - 1)) ? width - 1 : width;
      int space = rest.lastIndexOf(' ', cut);
      int end = space > 0 ? space : cut;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }
}

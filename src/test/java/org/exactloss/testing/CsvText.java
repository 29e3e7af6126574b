package org.exactloss.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads CSV as RFC 4180 says, in which an empty cell without quotes is null. */
public final class CsvText {
  private final String text;
  private int at;

  private CsvText(String text) {
    this.text = text;
  }

  /** The cells that are not null, by the names in the first record. */
  public static List<Map<String, String>> rows(String text) {
    CsvText csv = new CsvText(text);
    List<String> names = csv.record();
    List<Map<String, String>> rows = new ArrayList<>();
    while (csv.at < text.length()) {
      List<String> values = csv.record();
      if (values.size() != names.size()) {
        throw new IllegalArgumentException(
            values.size() + " cells instead of " + names.size() + ": " + values);
      }
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        if (values.get(i) != null) {
          row.put(names.get(i) == null ? "" : names.get(i), values.get(i));
        }
      }
      rows.add(row);
    }
    return rows;
  }

  private List<String> record() {
    List<String> cells = new ArrayList<>();
    boolean more = true;
    while (more) {
      cells.add(cell());
      more = at < text.length() && text.charAt(at) == ',';
      at++;
    }
    return cells;
  }

  private String cell() {
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int start = at;
    while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
      at++;
    }
    return at == start ? null : text.substring(start, at);
  }

  private String quoted() {
    StringBuilder cell = new StringBuilder();
    at++;
    while (text.charAt(at) != '"' || text.startsWith("\"\"", at)) {
      cell.append(text.charAt(at));
      at += text.charAt(at) == '"' ? 2 : 1;
    }
    at++;
    return cell.toString();
  }
}

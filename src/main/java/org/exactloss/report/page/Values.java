package org.exactloss.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.exactloss.report.Printable;
import org.exactloss.report.ValueText;

/** Values of the data as people see them. */
final class Values {
  private Values() {}

  /** Text that could pass for something else is in double quotes. */
  static String text(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return ValueText.of((Object) null);
    }
    return value.isTextual() ? ValueText.of(value.asText()) : Printable.line(value.toString());
  }

  /** Named values, such as {@code month=1, station=JFK}. */
  static String named(JsonNode values) {
    List<String> parts = new ArrayList<>();
    values
        .properties()
        .forEach(value -> parts.add(Printable.line(value.getKey()) + "=" + text(value.getValue())));
    return String.join(", ", parts);
  }
}

package org.exactloss.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.exactloss.report.Printable;

/** The command line that asks for the same again, quoted for a POSIX shell with {@code $'…'}. */
final class ShellCommand {
  private static final String PLAIN = "[A-Za-z0-9_./:=,@%+-]+";

  private ShellCommand() {}

  /** The command; empty where there are no options. */
  static String of(JsonNode options) {
    StringBuilder command = new StringBuilder("scripts/exactloss evaluate");
    for (Map.Entry<String, JsonNode> option : options.properties()) {
      for (JsonNode value : option.getValue()) {
        command.append(" \\\n  --").append(Printable.line(option.getKey()));
        if (!value.asText().equals("true")) {
          command.append(' ').append(quoted(value.asText()));
        }
      }
    }
    return options.isEmpty() ? "" : command.toString();
  }

  /** A word as the shell reads it back. */
  static String quoted(String word) {
    if (word.matches(PLAIN)) {
      return word;
    }
    return Printable.line(word).equals(word)
        ? "'" + word.replace("'", "'\\''") + "'"
        : "$'" + escaped(word) + "'";
  }

  private static String escaped(String word) {
    StringBuilder text = new StringBuilder();
    word.codePoints()
        .forEach(
            point -> {
              String character = Character.toString(point);
              if (character.equals("'") || character.equals("\\")) {
                text.append('\\').append(character);
              } else if (Printable.line(character).equals(character)) {
                text.append(character);
              } else {
                text.append(String.format(point < 0x10000 ? "\\u%04X" : "\\U%08X", point));
              }
            });
    return text.toString();
  }
}

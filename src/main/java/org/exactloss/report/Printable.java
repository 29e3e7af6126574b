package org.exactloss.report;

/**
 * Text from data and file names as it may be shown on a terminal: control characters, invisible
 * formatting characters (which can reverse the direction of a line) and line separators appear as
 * {@code \}{@code uXXXX}, so that no name can move the cursor or pass for another.
 */
public final class Printable {
  private Printable() {}

  /** One line of text: every such character is escaped. */
  public static String line(String text) {
    return escape(text, "");
  }

  /** Text of several lines, in which line feeds and tabs stay. */
  public static String lines(String text) {
    return escape(text, "\n\t");
  }

  private static String escape(String text, String kept) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (isShown(point) || kept.indexOf(point) >= 0) {
                shown.appendCodePoint(point);
              } else {
                for (char unit : Character.toChars(point)) {
                  shown.append(String.format("\\u%04X", (int) unit));
                }
              }
            });
    return shown.toString();
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}

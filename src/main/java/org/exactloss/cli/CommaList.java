package org.exactloss.cli;

import java.util.ArrayList;
import java.util.List;

/** Splits lists at commas that stand outside of parentheses, brackets, quotes and backticks. */
final class CommaList {
  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";
  private static final String QUOTES = "'\"`";

  private CommaList() {}

  /**
   * The parts, without blanks around them; quotes and backticks stay.
   *
   * @throws IllegalArgumentException if a part is empty, or a parenthesis or quote has no partner;
   *     the message is an advice
   */
  static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (QUOTES.indexOf(c) >= 0) {
        at = endOfQuoted(text, at);
      } else if (OPENING.indexOf(c) >= 0) {
        depth++;
      } else if (CLOSING.indexOf(c) >= 0) {
        depth--;
        requireBalance(depth >= 0);
      } else if (c == ',' && depth == 0) {
        parts.add(part(text, start, at));
        start = at + 1;
      }
      at++;
    }
    requireBalance(depth == 0);
    parts.add(part(text, start, text.length()));
    return parts;
  }

  private static void requireBalance(boolean balanced) {
    if (!balanced) {
      throw new IllegalArgumentException("balance the parentheses");
    }
  }

  /** The place of the quote that closes the one at the start; a doubled quote opens anew. */
  private static int endOfQuoted(String text, int start) {
    char quote = text.charAt(start);
    int at = start + 1;
    while (at < text.length() && text.charAt(at) != quote) {
      at += quote != '`' && text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      throw new IllegalArgumentException("close the quote " + quote);
    }
    return at;
  }

  private static String part(String text, int start, int end) {
    String part = text.substring(start, end).strip();
    if (part.isEmpty()) {
      throw new IllegalArgumentException("leave no empty name between commas");
    }
    return part;
  }
}

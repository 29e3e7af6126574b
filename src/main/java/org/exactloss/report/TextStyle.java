package org.exactloss.report;

/** How text for people stands out; the words alone say everything. */
public enum TextStyle {
  /** Not at all. */
  PLAIN("", "", ""),
  /** By the sequences of ECMA-48 that terminals know. */
  COLORED("\u001B[1m", "\u001B[1;31m", "\u001B[0m");

  private final String bold;
  private final String red;
  private final String end;

  TextStyle(String bold, String red, String end) {
    this.bold = bold;
    this.red = red;
    this.end = end;
  }

  /** What is most important. */
  String strong(String text) {
    return bold + text + end;
  }

  /** What is not good enough. */
  String alarm(String text) {
    return red + text + end;
  }
}

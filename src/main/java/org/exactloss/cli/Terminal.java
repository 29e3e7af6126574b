package org.exactloss.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.exactloss.report.TextStyle;

/** Tells whether a standard stream is read by a person at a terminal. */
final class Terminal {
  /** Set by the script that starts the program, which can ask the system. */
  static final String VARIABLE = "EXACTLOSS_TERMINAL";

  /** The same for standard output. */
  static final String OUTPUT_VARIABLE = "EXACTLOSS_TERMINAL_OUTPUT";

  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  /** Whether a line may be written over again there: never where it goes to a file. */
  static boolean isStandardError() {
    return isTerminal(System.getenv(), VARIABLE, STANDARD_ERROR);
  }

  /** How text on standard output stands out. */
  static TextStyle outputStyle() {
    return style(System.getenv(), STANDARD_OUTPUT);
  }

  /** Colours are for terminals alone, and for nobody who has set {@code NO_COLOR}. */
  static TextStyle style(Map<String, String> environment, Path standardOutput) {
    boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return !refused && isTerminal(environment, OUTPUT_VARIABLE, standardOutput)
        ? TextStyle.COLORED
        : TextStyle.PLAIN;
  }

  /**
   * A decision from the environment and from what a standard stream is a link to. {@code
   * System.console()} would not do: it asks about standard input and output.
   */
  static boolean isTerminal(Map<String, String> environment, String variable, Path stream) {
    if ("dumb".equals(environment.get("TERM"))) {
      return false;
    }
    if ("1".equals(environment.get(variable))) {
      return true;
    }
    try {
      String device = Files.readSymbolicLink(stream).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      // Only Linux has this link; elsewhere the script's word is needed.
      return false;
    }
  }
}

package org.exactloss.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Tells whether standard error is read by a person at a terminal. */
final class Terminal {
  /** Set by the script that starts the program, which can ask the system. */
  static final String VARIABLE = "EXACTLOSS_TERMINAL";

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  /** Whether a line may be written over again there: never where it goes to a file. */
  static boolean isStandardError() {
    return isTerminal(System.getenv(), STANDARD_ERROR);
  }

  /**
   * A decision from the environment and from what standard error is a link to. {@code
   * System.console()} would not do: it asks about standard input and output.
   */
  static boolean isTerminal(Map<String, String> environment, Path standardError) {
    if ("dumb".equals(environment.get("TERM"))) {
      return false;
    }
    if ("1".equals(environment.get(VARIABLE))) {
      return true;
    }
    try {
      String device = Files.readSymbolicLink(standardError).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      // Only Linux has this link; elsewhere the script's word is needed.
      return false;
    }
  }
}

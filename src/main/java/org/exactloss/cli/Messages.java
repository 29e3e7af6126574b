package org.exactloss.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.exactloss.report.Printable;
import org.exactloss.spec.Redaction;

/** What the program says on standard error: without secrets, and without control characters. */
final class Messages {
  private final PrintStream err;
  private List<String> secrets = List.of();
  private boolean showsTraces;

  Messages(PrintStream err) {
    this.err = err;
  }

  /** Values that are masked from now on. */
  void mask(List<String> values) {
    secrets = List.copyOf(values);
  }

  /** Stack traces are shown from now on. */
  void showTraces() {
    showsTraces = true;
  }

  /** Prints one message as one line. */
  void error(String message) {
    err.println(Printable.line(Redaction.text(message, secrets)));
  }

  /** Prints one message, and the stack trace where those are shown. */
  void error(String message, Throwable failure) {
    error(message);
    if (showsTraces) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      text(trace.toString());
    }
  }

  /** Prints several lines as they are. */
  void text(String lines) {
    err.print(Printable.lines(Redaction.text(lines, secrets)));
  }

  PrintStream stream() {
    return err;
  }
}

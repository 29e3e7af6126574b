package org.exactloss.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.exactloss.report.Printable;
import org.exactloss.spec.Redaction;

/**
 * Standard error as libraries see it, whatever they write there: line by line without secrets, and
 * without characters that move the cursor or turn the direction of writing.
 */
final class SafeLines extends OutputStream {
  private final PrintStream out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private volatile List<String> secrets;

  SafeLines(PrintStream out, List<String> secrets) {
    this.out = out;
    this.secrets = List.copyOf(secrets);
  }

  /** A stream that encodes text for these lines. */
  PrintStream stream() {
    return new Stream(this);
  }

  /** The lines behind a stream of {@link #stream}, or new ones on top of another stream. */
  static SafeLines on(PrintStream stream) {
    return stream instanceof Stream safe ? safe.lines : new SafeLines(stream, List.of());
  }

  /** Values that are masked from now on. */
  void mask(List<String> values) {
    secrets = List.copyOf(values);
  }

  @Override
  public synchronized void write(int b) {
    line.write(b);
    if (b == '\n') {
      flush();
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  @Override
  public synchronized void flush() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    out.print(Printable.lines(Redaction.text(text, secrets)));
    out.flush();
  }

  private static final class Stream extends PrintStream {
    private final SafeLines lines;

    private Stream(SafeLines lines) {
      super(lines, false, StandardCharsets.UTF_8);
      this.lines = lines;
    }
  }
}

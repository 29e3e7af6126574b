package org.exactloss.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.exactloss.job.ProgressListener;

/**
 * One line on a terminal, written over again, that says how many tasks are done, how long that took
 * and how long the rest may take. It is erased at the end.
 */
final class ProgressBar implements ProgressListener, AutoCloseable {
  private static final int CELLS = 30;
  private static final long REDRAW_MILLISECONDS = 500;

  private final PrintStream terminal;
  private final LongSupplier nanoseconds;
  private final long start;
  private final ScheduledExecutorService clock;
  private int finished;
  private int total;
  private int shown;
  private boolean closed;

  /**
   * A bar that is drawn when it is told to.
   *
   * @param clock what tells it to; shut down with the bar
   */
  ProgressBar(PrintStream terminal, LongSupplier nanoseconds, ScheduledExecutorService clock) {
    this.terminal = terminal;
    this.nanoseconds = nanoseconds;
    this.clock = clock;
    start = nanoseconds.getAsLong();
  }

  /** A bar whose times go on between two tasks. */
  static ProgressBar on(PrintStream terminal) {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "exactloss-progress");
              thread.setDaemon(true);
              return thread;
            });
    ProgressBar bar = new ProgressBar(terminal, System::nanoTime, clock);
    clock.scheduleWithFixedDelay(
        bar::draw, REDRAW_MILLISECONDS, REDRAW_MILLISECONDS, TimeUnit.MILLISECONDS);
    return bar;
  }

  @Override
  public synchronized void update(int finishedTasks, int totalTasks) {
    finished = finishedTasks;
    total = totalTasks;
  }

  synchronized void draw() {
    if (!closed) {
      show(line());
    }
  }

  /** Erases the line. */
  @Override
  public synchronized void close() {
    clock.shutdown();
    closed = true;
    if (shown > 0) {
      show("");
      terminal.print('\r');
      terminal.flush();
    }
  }

  private void show(String line) {
    terminal.print('\r' + line + " ".repeat(Math.max(0, shown - line.length())));
    terminal.flush();
    shown = line.length();
  }

  private String line() {
    Duration elapsed = Duration.ofNanos(nanoseconds.getAsLong() - start);
    if (total == 0) {
      return "preparing, " + minutes(elapsed) + " elapsed";
    }
    int full = (int) ((long) CELLS * finished / total);
    String line =
        "["
            + "#".repeat(full)
            + "-".repeat(CELLS - full)
            + String.format(Locale.ROOT, "] %,d of %,d tasks, ", finished, total)
            + minutes(elapsed)
            + " elapsed";
    return finished == 0 ? line : line + ", about " + minutes(rest(elapsed)) + " left";
  }

  /** Tasks that are still to come take as long as those that are done. */
  private Duration rest(Duration elapsed) {
    return Duration.ofMillis(elapsed.toMillis() / finished * (total - finished));
  }

  private static String minutes(Duration time) {
    return time.toHours() > 0
        ? String.format(
            Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
  }
}

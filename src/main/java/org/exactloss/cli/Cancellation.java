package org.exactloss.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Ends an evaluation when the process is told to end: Spark is stopped, and the thread that
 * evaluates has time to remove what it has not finished. The JVM then exits with 128 plus the
 * number of the signal, which is 130 for Ctrl-C.
 */
final class Cancellation {
  /** Before Spark's own hook (50) and the one that closes Hadoop's file systems (10). */
  private static final int PRIORITY = 60;

  private static final int SECONDS = 20;

  private final AtomicBoolean requested = new AtomicBoolean();
  private final AtomicReference<Runnable> end = new AtomicReference<>();
  private final AtomicBoolean announced = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Messages messages;

  Cancellation(Messages messages) {
    this.messages = messages;
  }

  /** Listens for the end of the process from now on. */
  static Cancellation onShutdown(Messages messages) {
    Cancellation cancellation = new Cancellation(messages);
    try {
      // Hadoop runs its hooks one after the other, so that nothing is closed under our feet.
      ShutdownHookManager.get()
          .addShutdownHook(cancellation::request, PRIORITY, SECONDS + 10, TimeUnit.SECONDS);
    } catch (IllegalStateException e) {
      // The process is ending already.
      cancellation.requested.set(true);
    }
    return cancellation;
  }

  /** What is closed on cancellation; at once if that has come already. */
  void watch(Engine started) {
    end.set(started::close);
    if (isRequested()) {
      started.close();
    }
  }

  /** What runs from now on is short, and is waited for, so that it leaves nothing half-written. */
  void awaitEnd() {
    end.set(() -> {});
  }

  boolean isRequested() {
    return requested.get();
  }

  /**
   * Cancels, and waits until the evaluation has cleaned up; one that has not started its engine has
   * nothing to clean up, and one that has ended has done it.
   */
  void request() {
    Runnable started = end.get();
    if (finished.getCount() == 0) {
      return;
    }
    requested.set(true);
    Logging.silence();
    if (started == null) {
      announce();
      return;
    }
    started.run();
    try {
      boolean unused = finished.await(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says once that there will be no result. */
  void announce() {
    if (announced.compareAndSet(false, true)) {
      messages.error(
          "Cannot evaluate: it was cancelled; no output is half-written, give the command again");
    }
  }

  /** The evaluation has ended, in whatever way. */
  void finish() {
    finished.countDown();
  }
}

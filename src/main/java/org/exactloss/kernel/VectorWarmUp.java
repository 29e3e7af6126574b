package org.exactloss.kernel;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings the vector kernel's loops to compiled code, once per JVM and beside the work: until then
 * each vector operation is a call that allocates, hundreds of times slower. A daemon thread runs
 * the kernel on made-up rows, in short calls because invocations count most for the compiler, until
 * they are fast.
 */
final class VectorWarmUp {
  /** A compiled loop takes less for a row, an interpreted one a thousand and more. */
  private static final int FAST_NANOS = 10;

  private static final int ROWS = 1024;
  private static final int CALL = 64;
  private static final long LIMIT_NANOS = 30_000_000_000L;

  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private static volatile boolean done;

  private VectorWarmUp() {}

  /** Starts the warm-up, the first time. */
  static void begin() {
    if (BEGUN.compareAndSet(false, true)) {
      Thread thread = new Thread(VectorWarmUp::run, "exactloss-kernel-warm-up");
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
    }
  }

  /** Whether the vector kernel is compiled. */
  static boolean isDone() {
    return done;
  }

  private static void run() {
    long end = System.nanoTime() + LIMIT_NANOS;
    done = isFast(3, end) && isFast(30, end);
    if (!done) {
      System.getLogger(VectorWarmUp.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "The vector kernel was not compiled within {0} s; the plain kernel works in its place,"
                  + " with the same results, more slowly",
              LIMIT_NANOS / 1_000_000_000);
    }
  }

  /** Adds rows until that is fast; false if it is not before the end. */
  private static boolean isFast(int spread, long end) {
    double[] prediction = new double[CALL];
    double[] target = new double[CALL];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < CALL; i++) {
      prediction[i] = Math.scalb(1 + random.nextDouble(), random.nextInt(spread));
      target[i] = 1 + random.nextDouble();
    }
    // Refused rows and tails as well: the compiler leaves out branches that it has never seen
    // taken, and throws the loop away at the first row that takes one.
    double[] refused = prediction.clone();
    refused[CALL / 2] = 1e300;
    SquaredErrorKernel kernel = ThisJvm.newVectorKernel();
    int[] nonFinite = new int[CALL];
    while (true) {
      long start = System.nanoTime();
      for (int i = 0; i < ROWS; i += 4 * CALL) {
        kernel.add(prediction, target, CALL, nonFinite);
        kernel.add(prediction, target, CALL - 1, nonFinite);
        kernel.add(refused, target, CALL, nonFinite);
        kernel.add(prediction, target, CALL, nonFinite);
      }
      long now = System.nanoTime();
      if (now - start < (long) ROWS * FAST_NANOS) {
        return true;
      }
      if (now > end) {
        return false;
      }
    }
  }
}

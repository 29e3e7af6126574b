package org.exactloss.kernel;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings the vector kernel's loops to compiled code, once per JVM and beside the work: until then
 * each vector operation is a call that allocates, hundreds of times slower. A daemon thread runs
 * the kernel on made-up rows, in short calls because invocations count most for the compiler, until
 * they are fast.
 */
enum VectorWarmUp {
  /** The loops over rows without weights, or of one weight. */
  UNWEIGHTED(3, 30) {
    @Override
    void add(SquaredErrorKernel kernel, double[] prediction, double[] target, int length) {
      kernel.add(prediction, target, length, new int[CALL]);
    }
  },
  /** The loops over rows whose weights differ. */
  WEIGHTED(3, 12) {
    @Override
    void add(SquaredErrorKernel kernel, double[] prediction, double[] target, int length) {
      kernel.add(prediction, target, target, length, new int[CALL]);
    }
  };

  private static final int CALL = 64;

  /** A compiled loop takes less for a row, an interpreted one a thousand and more. */
  private static final int FAST_NANOS = 10;

  private static final int ROWS = 1024;
  private static final long LIMIT_NANOS = 30_000_000_000L;

  private final int narrow;
  private final int wide;
  private final AtomicBoolean begun = new AtomicBoolean();

  private volatile boolean done;

  /**
   * A warm-up with two kinds of rows.
   *
   * @param narrow the number of binades of rows that the loop for narrow windows takes
   * @param wide the number of binades of rows that only the loop for wide windows takes
   */
  VectorWarmUp(int narrow, int wide) {
    this.narrow = narrow;
    this.wide = wide;
  }

  /** Adds rows in the way that is to be compiled. */
  abstract void add(SquaredErrorKernel kernel, double[] prediction, double[] target, int length);

  /** Starts the warm-up, the first time. */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      Thread thread = new Thread(this::run, "exactloss-kernel-warm-up");
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
    }
  }

  /** Whether the vector kernel is compiled; starts the warm-up where that was not done yet. */
  boolean isDone() {
    if (!done) {
      begin();
    }
    return done;
  }

  private void run() {
    long end = System.nanoTime() + LIMIT_NANOS;
    done = isFast(narrow, end) && isFast(wide, end);
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
  private boolean isFast(int spread, long end) {
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
    while (true) {
      long start = System.nanoTime();
      for (int i = 0; i < ROWS; i += 4 * CALL) {
        add(kernel, prediction, target, CALL);
        add(kernel, prediction, target, CALL - 1);
        add(kernel, refused, target, CALL);
        add(kernel, prediction, target, CALL);
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

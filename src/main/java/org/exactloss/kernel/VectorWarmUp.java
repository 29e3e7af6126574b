package org.exactloss.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings the loops of the vector classes to compiled code, once per JVM and beside the work: until
 * then each vector operation is a call that allocates, hundreds of times slower. A daemon thread
 * runs them on made-up rows, in short calls because invocations count most for the compiler, until
 * they are fast.
 */
enum VectorWarmUp {
  /** The loops over rows without weights, or of one weight. */
  UNWEIGHTED(64, 40, new Rows(3, true), new Rows(3, false), new Rows(30, false)) {
    @Override
    Loop loop() {
      SquaredErrorKernel kernel = ThisJvm.newVectorKernel();
      return (prediction, others, length) ->
          kernel.add(prediction, others[0], length, new int[length]);
    }
  },
  /** The loops over rows whose weights differ. */
  WEIGHTED(16, 40, new Rows(3, false), new Rows(12, false)) {
    @Override
    Loop loop() {
      SquaredErrorKernel kernel = ThisJvm.newVectorKernel();
      return (prediction, others, length) ->
          kernel.add(prediction, others[0], others[1], length, new int[length]);
    }
  },
  /** The loop that cuts squared errors for many groups. */
  SQUARES(64, 40, new Rows(3, false), new Rows(12, false)) {
    @Override
    Loop loop() {
      SquareLoop loop = ThisJvm.newSquareLoop();
      SquareWindow window = new SquareWindow(-56);
      return (prediction, others, length) ->
          loop.cut(
              window,
              prediction,
              others[0],
              0,
              length - length % loop.lanes(),
              new long[SquareWindow.PIECES][length]);
    }
  },
  /** The loop that makes doubles of floats. */
  FLOATS(64, 5, new Rows(3, false)) {
    @Override
    Loop loop() {
      FloatLoop loop = ThisJvm.newFloatLoop();
      float[] floats = new float[64];
      return (prediction, others, length) -> loop.widen(floats, length, others[0], 0);
    }
  },
  /** The loops that count rows for pictures. */
  PICTURES(64, 40, new Rows(3, false), new Rows(12, false)) {
    @Override
    Loop loop() {
      PictureIndex index = ThisJvm.newPictureIndex();
      PictureWindow window = new PictureWindow(index, new PictureWindow.Bases(8100, 8100, 8100));
      return (prediction, others, length) ->
          window.add(prediction, others[0], 0, length - length % index.lanes());
    }
  };

  /** Adds the first rows, with targets and weights as others, in the way that is to be compiled. */
  interface Loop {
    void add(double[] prediction, double[][] others, int length);
  }

  private static final int ROWS = 1024;
  private static final long LIMIT_NANOS = 30_000_000_000L;

  private final int call;
  private final int fastNanos;
  private final Rows[] rows;
  private final AtomicBoolean begun = new AtomicBoolean();

  private volatile boolean done;

  /**
   * A kind of rows, for each of which there is a loop.
   *
   * @param binades over how many of them they spread
   * @param floats whether they are no wider than floats
   */
  record Rows(int binades, boolean floats) {
    double value(SplittableRandom random) {
      double value = Math.scalb(1 + random.nextDouble(), random.nextInt(binades));
      return floats ? (float) value : value;
    }
  }

  /**
   * A warm-up with some kinds of rows.
   *
   * @param call the number of rows added at a time
   * @param fastNanos the compiled loop takes less for a row, with the cost of a call; an
   *     interpreted one many times more
   */
  VectorWarmUp(int call, int fastNanos, Rows... rows) {
    this.call = call;
    this.fastNanos = fastNanos;
    this.rows = rows;
  }

  /** What is to be compiled, with an empty sum. */
  abstract Loop loop();

  /** Starts the warm-up, the first time. */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      Thread thread = new Thread(this::run, "exactloss-kernel-warm-up");
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
    }
  }

  /** Whether the loops are compiled; starts the warm-up where that was not done yet. */
  boolean isDone() {
    if (!done) {
      begin();
    }
    return done;
  }

  private void run() {
    long end = System.nanoTime() + LIMIT_NANOS;
    done = Arrays.stream(rows).allMatch(kind -> isFast(kind, end));
    if (!done) {
      System.getLogger(VectorWarmUp.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "A vector loop was not compiled within {0} s; a plain one works in its place, with the"
                  + " same results, more slowly",
              LIMIT_NANOS / 1_000_000_000);
    }
  }

  /** Adds rows until that is fast; false if it is not before the end. */
  private boolean isFast(Rows kind, long end) {
    double[] prediction = new double[call];
    double[] target = new double[call];
    double[] weight = new double[call];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < call; i++) {
      prediction[i] = kind.value(random);
      target[i] = new Rows(1, kind.floats()).value(random);
      weight[i] = kind.value(random);
    }
    // Refused rows and tails as well: the compiler leaves out branches that it has never seen
    // taken, and throws the loop away at the first row that takes one.
    double[] refused = prediction.clone();
    refused[call / 2] = 1e300;
    double[][] others = {target, weight};
    Loop loop = loop();
    while (true) {
      long start = System.nanoTime();
      for (int i = 0; i < ROWS; i += 4 * call) {
        loop.add(prediction, others, call);
        loop.add(prediction, others, call - 1);
        loop.add(refused, others, call);
        loop.add(prediction, others, call);
      }
      long now = System.nanoTime();
      if (now - start < (long) ROWS * fastNanos) {
        return true;
      }
      if (now > end) {
        return false;
      }
    }
  }
}

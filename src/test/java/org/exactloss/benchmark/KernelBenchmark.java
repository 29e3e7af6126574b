package org.exactloss.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.kernel.KernelKind;
import org.exactloss.kernel.SquaredErrorKernel;
import org.exactloss.kernel.SquaredErrorKernels;
import org.exactloss.oracle.Rational;
import org.exactloss.oracle.RationalOracle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Time per row of each kernel beside a plain loop over doubles, on blocks that stay in the cache.
 * After each trial the exact sum is compared with the oracle's; a difference fails the run.
 *
 * <p>Run with {@code scripts/benchmark kernel}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 15, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules=jdk.incubator.vector"})
public class KernelBenchmark {
  private static final int BLOCK = 2048;
  private static final int BLOCKS = 8;
  private static final int ROWS = BLOCK * BLOCKS;
  private static final long COMPILATION_MILLIS = 3000;

  /** What the rows look like. */
  public enum Data {
    /** Predictions and targets N(0, 1), of full precision. */
    NORMAL,
    /** Targets N(50, 10) beside predictions N(0, 1), of full precision. */
    SHIFTED,
    /** Two decimals. */
    DECIMALS,
    /** Sixteen binades more: four slices. */
    WIDE
  }

  /** What adds them up. */
  public enum Loop {
    /** The Vector API kernel. */
    VECTOR,
    /** The plain Java kernel. */
    PLAIN,
    /** The integer kernel. */
    SCALAR,
    /** Inexact: a double, in order. */
    DOUBLE_LOOP,
    /** Inexact: four vectors of doubles; what the memory allows. */
    DOUBLE_VECTORS
  }

  @Param public Data data;
  @Param public Loop loop;

  private final double[][] prediction = new double[BLOCKS][BLOCK];
  private final double[][] target = new double[BLOCKS][BLOCK];
  private final int[] nonFinite = new int[BLOCK];
  private SquaredErrorKernel kernel;
  private long passes;

  /** Draws the rows, and lets the vector kernel compile, which it does in the background. */
  @Setup(Level.Trial)
  public void prepare() throws InterruptedException {
    SplittableRandom random = new SplittableRandom(1);
    for (int block = 0; block < BLOCKS; block++) {
      for (int i = 0; i < BLOCK; i++) {
        double p = random.nextGaussian();
        double t = random.nextGaussian();
        prediction[block][i] =
            switch (data) {
              case NORMAL, SHIFTED -> p;
              case DECIMALS -> Math.rint(1000 * p) / 100;
              case WIDE -> Math.scalb(p, random.nextInt(16));
            };
        target[block][i] =
            switch (data) {
              case NORMAL, WIDE -> t;
              case SHIFTED -> 50 + 10 * t;
              case DECIMALS -> Math.rint(1000 * t) / 100;
            };
      }
    }
    kernel =
        switch (loop) {
          case VECTOR -> SquaredErrorKernels.create(KernelKind.VECTOR);
          case PLAIN -> SquaredErrorKernels.create(KernelKind.PLAIN);
          case SCALAR -> SquaredErrorKernels.create(KernelKind.SCALAR);
          case DOUBLE_LOOP -> new DoubleLoop();
          case DOUBLE_VECTORS -> new DoubleVectors();
        };
    if (loop == Loop.VECTOR) {
      Thread.sleep(COMPILATION_MILLIS);
    }
  }

  /** One pass over all blocks. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void add() {
    SquaredErrorKernel current = kernel;
    for (int block = 0; block < BLOCKS; block++) {
      current.add(prediction[block], target[block], BLOCK, nonFinite);
    }
    passes++;
  }

  /** Compares the sum with the oracle's: equal if exact, else equal to six digits. */
  @TearDown(Level.Trial)
  public void check() {
    RationalOracle oracle = new RationalOracle();
    for (int block = 0; block < BLOCKS; block++) {
      for (int i = 0; i < BLOCK; i++) {
        oracle.add(prediction[block][i], target[block][i]);
      }
    }
    Rational expected = oracle.squaredError().multiply(Rational.of(passes));
    Superaccumulator sum = new Superaccumulator();
    kernel.drainTo(sum, new Superaccumulator());
    Rational actual = Rational.ofParts(sum.significand(), sum.exponent(), 0);
    boolean exact = loop.compareTo(Loop.SCALAR) <= 0;
    boolean right =
        exact
            ? actual.compareTo(expected) == 0
            : Math.abs(actual.divide(expected).nearest() - 1) < 1e-6;
    if (!right) {
      throw new IllegalStateException(
          loop + " on " + data + " gave " + actual.nearest() + " for " + expected.nearest());
    }
  }

  /**
   * Runs with the defaults above and prints a table of the best iterations.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(KernelBenchmark.class.getName())
                    .shouldFailOnError(true)
                    .build())
            .run();
    Map<String, Map<String, Double>> table = new TreeMap<>();
    for (RunResult result : results) {
      table
          .computeIfAbsent(result.getParams().getParam("data"), key -> new TreeMap<>())
          .put(
              result.getParams().getParam("loop"),
              result.getPrimaryResult().getStatistics().getMin());
    }
    rows(table).forEach(System.out::println);
  }

  private static List<String> rows(Map<String, Map<String, Double>> table) {
    List<String> rows = new ArrayList<>();
    String format = "%-10s %-16s %10s %14s %22s";
    rows.add(
        String.format(
            Locale.ROOT,
            format,
            "data",
            "loop",
            "ns/row",
            "million rows/s",
            "times the double loop"));
    table.forEach(
        (data, loops) ->
            loops.forEach(
                (loop, nanos) ->
                    rows.add(
                        String.format(
                            Locale.ROOT,
                            format,
                            data,
                            loop,
                            String.format(Locale.ROOT, "%.3f", nanos),
                            String.format(Locale.ROOT, "%.0f", 1000 / nanos),
                            String.format(
                                Locale.ROOT, "%.2f", nanos / loops.get("DOUBLE_LOOP"))))));
    return rows;
  }
}

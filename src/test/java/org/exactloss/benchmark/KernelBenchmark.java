package org.exactloss.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.DoubleVector;
import org.exactloss.benchmark.KernelRows.Data;
import org.exactloss.benchmark.KernelRows.Weights;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.kernel.KernelKind;
import org.exactloss.kernel.SquaredErrorKernel;
import org.exactloss.kernel.SquaredErrorKernels;
import org.exactloss.oracle.Rational;
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
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Time per row of each kernel beside a plain loop over doubles and an inexact loop over vectors, on
 * rows in the cache or streaming from memory, at each vector width of the processor. After each
 * trial the exact sum is compared with the oracle's; a difference fails the run.
 *
 * <p>Run with {@code scripts/benchmark kernel}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 15, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class KernelBenchmark {
  private static final int BLOCKS = 8;
  private static final int ROWS = KernelRows.BLOCK * BLOCKS;
  private static final int CHUNKS_IN_MEMORY = 256;
  private static final String WARM_UP = "exactloss-kernel-warm-up";
  private static final int AVX2_BITS = 256;

  /** Where the rows are. */
  public enum Place {
    CACHE,
    /** Four million rows, again and again. */
    MEMORY
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

  @Param("CACHE")
  public Place place;

  @Param({"NORMAL", "SHIFTED", "DECIMALS", "FLOATS", "WIDE"})
  public String data;

  @Param({"NONE", "CONSTANT", "HOURS", "RANDOM"})
  public String weights;

  @Param public Loop loop;

  private final int[] nonFinite = new int[KernelRows.BLOCK];
  private Weights weighting;
  private KernelRows rows;
  private SquaredErrorKernel kernel;
  private int chunks;
  private long passes;

  /** Draws the rows, and lets the vector kernel compile, which it does in the background. */
  @Setup(Level.Trial)
  public void prepare() throws InterruptedException {
    chunks = place == Place.MEMORY ? CHUNKS_IN_MEMORY : 1;
    weighting = Weights.valueOf(weights);
    rows = new KernelRows(Data.valueOf(data), weighting, chunks * BLOCKS);
    kernel =
        switch (loop) {
          case VECTOR -> SquaredErrorKernels.create(KernelKind.VECTOR);
          case PLAIN -> SquaredErrorKernels.create(KernelKind.PLAIN);
          case SCALAR -> SquaredErrorKernels.create(KernelKind.SCALAR);
          case DOUBLE_LOOP -> new DoubleLoop();
          case DOUBLE_VECTORS -> new DoubleVectors();
        };
    if (loop == Loop.VECTOR) {
      add();
      awaitWarmUp();
    }
  }

  /** Until then the plain kernel works in the vector kernel's place. */
  private static void awaitWarmUp() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(WARM_UP)) {
        thread.join();
      }
    }
  }

  /** One pass over the blocks of a chunk. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void add() {
    int first = (int) (passes % chunks) * BLOCKS;
    for (int block = first; block < first + BLOCKS; block++) {
      addBlock(block);
    }
    passes++;
  }

  private void addBlock(int block) {
    double[] p = rows.prediction(block);
    double[] t = rows.target(block);
    switch (weighting) {
      case NONE -> kernel.add(p, t, KernelRows.BLOCK, nonFinite);
      case CONSTANT -> kernel.add(p, t, rows.weight(block)[0], KernelRows.BLOCK, nonFinite);
      case HOURS, RANDOM -> kernel.add(p, t, rows.weight(block), KernelRows.BLOCK, nonFinite);
    }
  }

  /** Compares the sum with the oracle's: equal if exact, else equal to six digits. */
  @TearDown(Level.Trial)
  public void check() {
    int rest = (int) (passes % chunks) * BLOCKS;
    Rational expected =
        rows.squaredError(0, chunks * BLOCKS)
            .multiply(Rational.of(passes / chunks))
            .add(rows.squaredError(0, rest));
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
   * Prints a table of the best iterations.
   *
   * @param arguments of JMH, such as {@code -p data=NORMAL -p place=CACHE,MEMORY}
   */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    int widest = DoubleVector.SPECIES_PREFERRED.vectorBitSize();
    List<KernelTable.Time> times = new ArrayList<>(run(arguments, widest, List.of()));
    if (widest > AVX2_BITS) {
      times.addAll(run(arguments, AVX2_BITS, List.of("-XX:UseAVX=2")));
    }
    System.out.println(Machine.describe());
    new KernelTable(times).lines().forEach(System.out::println);
  }

  private static List<KernelTable.Time> run(String[] arguments, int bits, List<String> flags)
      throws RunnerException, CommandLineOptionException {
    List<String> jvm = new ArrayList<>(List.of("--add-modules=jdk.incubator.vector"));
    jvm.addAll(flags);
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .parent(new CommandLineOptions(arguments))
                    .include(KernelBenchmark.class.getName())
                    .jvmArgsAppend(jvm.toArray(String[]::new))
                    .shouldFailOnError(true)
                    .build())
            .run();
    return results.stream().map(result -> KernelTable.Time.of(bits, result)).toList();
  }
}

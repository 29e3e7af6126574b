package org.exactloss.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.exactloss.exact.ExactSum;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.kernel.SquaredErrorKernel;
import org.exactloss.kernel.SquaredErrorKernels;
import org.exactloss.state.LossState;
import org.exactloss.state.LossStates;

/**
 * The states of very many partitions without their rows: a thousand different ones, taken again and
 * again, each decoded from its bytes and added, as the driver and the tree's tasks do.
 */
final class MergeSimulation {
  private static final int DIFFERENT = 1000;
  private static final int ROWS = 1000;
  private static final long SEED = 1;

  private final List<byte[]> encoded = new ArrayList<>();

  MergeSimulation() {
    Random random = new Random(SEED);
    for (int i = 0; i < DIFFERENT; i++) {
      encoded.add(LossStates.toBytes(List.of(state(random))));
    }
  }

  /**
   * What a merge took.
   *
   * @param bytes of all states together
   * @param resultBytes of the sum
   */
  record Merge(double seconds, long bytes, int resultBytes) {}

  /** Merges so many states and checks the sum against another order of additions. */
  Merge of(int partitions) {
    long start = System.nanoTime();
    List<LossState> sum = merged(0, partitions);
    double seconds = (System.nanoTime() - start) * 1e-9;
    byte[] result = LossStates.toBytes(sum);
    if (!Arrays.equals(result, LossStates.toBytes(byTree(partitions)))) {
      throw new IllegalStateException("the sum depends on the order of " + partitions + " states");
    }
    long bytes = 0;
    for (int i = 0; i < partitions; i++) {
      bytes += encoded.get(i % DIFFERENT).length;
    }
    return new Merge(seconds, bytes, result.length);
  }

  private List<LossState> merged(int from, int to) {
    List<LossState> sum = List.of(new LossState());
    for (int i = from; i < to; i++) {
      LossStates.addTo(sum, LossStates.fromBytes(encoded.get(i % DIFFERENT)));
    }
    return sum;
  }

  /** Groups of √partitions, the last one first. */
  private List<LossState> byTree(int partitions) {
    int group = Math.max(1, (int) Math.sqrt(partitions));
    List<LossState> sum = List.of(new LossState());
    for (int from = (partitions - 1) / group * group; from >= 0; from -= group) {
      LossStates.addTo(sum, merged(from, Math.min(partitions, from + group)));
    }
    return sum;
  }

  private static LossState state(Random random) {
    double[] prediction = random.doubles(ROWS).toArray();
    double[] target = random.doubles(ROWS).map(value -> 50 + 10 * value).toArray();
    SquaredErrorKernel kernel =
        SquaredErrorKernels.create(SquaredErrorKernels.select(Optional.empty()).kind());
    if (kernel.add(prediction, target, ROWS, new int[ROWS]) != 0) {
      throw new IllegalStateException("the kernel reports values that are not finite");
    }
    Superaccumulator errors = new Superaccumulator();
    kernel.drainTo(errors, new Superaccumulator());
    LossState state = new LossState();
    state.addRows(ROWS);
    state.addFinite(ROWS, ExactSum.ofUnits(errors, 0), ExactSum.of(ROWS));
    return state;
  }
}

package org.exactloss.kernel;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.exactloss.exact.Superaccumulator;

/**
 * Works with one kernel until another is ready, which may be so for rows of one weight sooner than
 * for weights that differ. All sums are exact, so the total does not depend on when that happens.
 */
final class WarmingSquaredErrorKernel implements SquaredErrorKernel {
  private final SquaredErrorKernel first;
  private final BooleanSupplier ready;
  private final BooleanSupplier weightedReady;
  private final Supplier<SquaredErrorKernel> supplier;
  private SquaredErrorKernel next;

  /**
   * A kernel with an empty sum.
   *
   * @param first the kernel to begin with
   * @param ready whether the next kernel can be used for rows without weights or of one weight
   * @param weightedReady whether it can be used for weights that differ
   * @param next the kernel to go on with, made once
   */
  WarmingSquaredErrorKernel(
      SquaredErrorKernel first,
      BooleanSupplier ready,
      BooleanSupplier weightedReady,
      Supplier<SquaredErrorKernel> next) {
    this.first = first;
    this.ready = ready;
    this.weightedReady = weightedReady;
    this.supplier = next;
  }

  @Override
  public int add(double[] prediction, double[] target, int length, int[] nonFinite) {
    return kernel(ready).add(prediction, target, length, nonFinite);
  }

  @Override
  public int add(double[] prediction, double[] target, double weight, int length, int[] nonFinite) {
    return kernel(ready).add(prediction, target, weight, length, nonFinite);
  }

  @Override
  public int add(
      double[] prediction, double[] target, double[] weight, int length, int[] nonFinite) {
    return kernel(weightedReady).add(prediction, target, weight, length, nonFinite);
  }

  @Override
  public void drainTo(Superaccumulator squaredErrors, Superaccumulator weights) {
    first.drainTo(squaredErrors, weights);
    if (next != null) {
      next.drainTo(squaredErrors, weights);
    }
  }

  private SquaredErrorKernel kernel(BooleanSupplier isReady) {
    if (!isReady.getAsBoolean()) {
      return first;
    }
    if (next == null) {
      next = supplier.get();
    }
    return next;
  }
}

package org.exactloss.kernel;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.exactloss.exact.Superaccumulator;

/**
 * Works with one kernel until another is ready. Both sums are exact, so the total does not depend
 * on when that happens.
 */
final class WarmingSquaredErrorKernel implements SquaredErrorKernel {
  private final BooleanSupplier ready;
  private final Supplier<SquaredErrorKernel> next;
  private final Superaccumulator squaredError = new Superaccumulator();
  private final Superaccumulator weightSum = new Superaccumulator();
  private SquaredErrorKernel current;
  private boolean warm;

  /**
   * A kernel with an empty sum.
   *
   * @param first the kernel to begin with
   * @param ready whether the next kernel can be used
   * @param next the kernel to go on with
   */
  WarmingSquaredErrorKernel(
      SquaredErrorKernel first, BooleanSupplier ready, Supplier<SquaredErrorKernel> next) {
    this.current = first;
    this.ready = ready;
    this.next = next;
  }

  @Override
  public int add(double[] prediction, double[] target, int length, int[] nonFinite) {
    return current().add(prediction, target, length, nonFinite);
  }

  @Override
  public int add(double[] prediction, double[] target, double weight, int length, int[] nonFinite) {
    return current().add(prediction, target, weight, length, nonFinite);
  }

  @Override
  public int add(
      double[] prediction, double[] target, double[] weight, int length, int[] nonFinite) {
    return current().add(prediction, target, weight, length, nonFinite);
  }

  @Override
  public void drainTo(Superaccumulator squaredErrors, Superaccumulator weights) {
    current.drainTo(squaredError, weightSum);
    squaredErrors.add(squaredError);
    weights.add(weightSum);
    squaredError.clear();
    weightSum.clear();
  }

  private SquaredErrorKernel current() {
    if (!warm && ready.getAsBoolean()) {
      current.drainTo(squaredError, weightSum);
      current = next.get();
      warm = true;
    }
    return current;
  }
}

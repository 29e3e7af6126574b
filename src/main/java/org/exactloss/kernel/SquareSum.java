package org.exactloss.kernel;

import org.exactloss.exact.Dyadic;
import org.exactloss.exact.Superaccumulator;

/** Adds w·x², or x², exactly: the square is the squared error of x where the target is 0. */
final class SquareSum implements TermSum {
  private final SquaredErrorKernel kernel;
  private final double[] zeros;
  private final int[] nonFinite;
  private final Superaccumulator exact = new Superaccumulator();

  /** A sum of nothing that takes up to {@code capacity} values at a time. */
  SquareSum(KernelKind kind, int capacity) {
    kernel = SquaredErrorKernels.create(kind);
    zeros = new double[capacity];
    nonFinite = new int[capacity];
  }

  @Override
  public void add(double[] values, int length) {
    requireFinite(kernel.add(values, zeros, length, nonFinite));
  }

  @Override
  public void add(double[] values, double[] weights, int length) {
    requireFinite(kernel.add(values, zeros, weights, length, nonFinite));
  }

  @Override
  public void add(Dyadic square) {
    square.addTo(exact);
  }

  @Override
  public void drainTo(Superaccumulator sum) {
    kernel.drainTo(sum, new Superaccumulator());
    sum.add(exact);
    exact.clear();
  }

  private static void requireFinite(int reported) {
    if (reported > 0) {
      throw new IllegalArgumentException(
          "Cannot add the squares of " + reported + " values that are not finite");
    }
  }
}

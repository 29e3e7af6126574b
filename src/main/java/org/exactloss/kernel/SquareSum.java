package org.exactloss.kernel;

import org.exactloss.exact.Dyadic;
import org.exactloss.exact.SquaredDifference;
import org.exactloss.exact.Superaccumulator;

/**
 * Adds w·x², or x², exactly. The square is the squared error of x where the target is 0. With
 * weights that differ it is faster to take w·x apart into the rounded product h and its error l,
 * which is exact where h is far from underflow, and to add h·x and l·x.
 */
final class SquareSum implements TermSum {
  private final SquaredErrorKernel kernel;
  private final double[] zeros;
  private final int[] nonFinite;
  private final Superaccumulator exact = new Superaccumulator();
  private final LinearSum ofProducts;
  private final LinearSum ofErrors;
  private final double[] products;
  private final double[] errors;

  /** A sum of nothing that takes up to {@code capacity} values at a time. */
  SquareSum(KernelKind kind, int capacity) {
    kernel = SquaredErrorKernels.create(kind);
    zeros = new double[capacity];
    nonFinite = new int[capacity];
    ofProducts = new LinearSum(kind);
    ofErrors = new LinearSum(kind);
    products = new double[capacity];
    errors = new double[capacity];
  }

  @Override
  public void add(double[] values, int length) {
    requireFinite(kernel.add(values, zeros, length, nonFinite));
  }

  @Override
  public void add(double[] values, double[] weights, int length) {
    if (!ofProducts.hasFastProducts() || isConstant(weights, length)) {
      requireFinite(kernel.add(values, zeros, weights, length, nonFinite));
      return;
    }
    LinearSum.multiply(values, weights, 0, length, products, errors);
    for (int i = 0; i < length; i++) {
      if (!LinearSum.isInRange(products[i])) {
        SquaredDifference.addWeightedTo(exact, values[i], 0, weights[i]);
        products[i] = 0;
        errors[i] = 0;
      }
    }
    ofProducts.add(values, products, length);
    ofErrors.add(values, errors, length);
  }

  @Override
  public void add(Dyadic square) {
    square.addTo(exact);
  }

  @Override
  public void drainTo(Superaccumulator sum) {
    kernel.drainTo(sum, new Superaccumulator());
    ofProducts.drainTo(sum);
    ofErrors.drainTo(sum);
    sum.add(exact);
    exact.clear();
  }

  private static boolean isConstant(double[] weights, int length) {
    int i = 1;
    while (i < length && weights[i] == weights[0]) {
      i++;
    }
    return i >= length;
  }

  private static void requireFinite(int reported) {
    if (reported > 0) {
      throw new IllegalArgumentException(
          "Cannot add the squares of " + reported + " values that are not finite");
    }
  }
}

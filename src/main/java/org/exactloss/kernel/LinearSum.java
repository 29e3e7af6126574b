package org.exactloss.kernel;

import org.exactloss.exact.Dyadic;
import org.exactloss.exact.Product;
import org.exactloss.exact.Superaccumulator;

/**
 * Adds w·x, or x, exactly.
 *
 * <p>The product is the rounded one and its error, which a fused multiply-add gives exactly (T.
 * Ogita, S. M. Rump, S. Oishi, "Accurate sum and dot product", SIAM J. Sci. Comput. 26(6), 2005,
 * DOI 10.1137/030601818) where nothing underflows: a product of at least 2^-900 is a multiple of
 * 2^-1006. Other products are added in integers; all of them where the processor has no such
 * instruction, or the thread's arithmetic is not the standard one.
 */
final class LinearSum implements TermSum {
  private static final int BLOCK = 1024;
  private static final double SMALLEST = 0x1p-900;
  private static final boolean FMA = JvmFacts.hasFusedMultiplyAdd();

  private final Superaccumulator exact = new Superaccumulator();
  private final DoubleSum rounded = new DoubleSum();
  private final DoubleSum errors = new DoubleSum();
  private final double[] products = new double[BLOCK];
  private final double[] productErrors = new double[BLOCK];

  /** Whether this thread computes as the proofs of the fast sums demand. */
  private final boolean fast;

  LinearSum(KernelKind kind) {
    fast = kind != KernelKind.SCALAR && KernelSelfTest.isStandardArithmetic();
  }

  @Override
  public void add(double[] values, int length) {
    if (fast) {
      rounded.add(values, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      exact.add(values[i]);
    }
  }

  @Override
  public void add(double[] values, double[] weights, int length) {
    if (fast && FMA) {
      for (int from = 0; from < length; from += BLOCK) {
        addProducts(values, weights, from, Math.min(BLOCK, length - from));
      }
      return;
    }
    for (int i = 0; i < length; i++) {
      Product.addTo(exact, values[i], weights[i]);
    }
  }

  @Override
  public void add(Dyadic value) {
    value.addTo(exact);
  }

  @Override
  public void drainTo(Superaccumulator sum) {
    rounded.drainTo(sum);
    errors.drainTo(sum);
    sum.add(exact);
    exact.clear();
  }

  private void addProducts(double[] values, double[] weights, int from, int length) {
    multiply(values, weights, from, length, products, productErrors);
    for (int i = 0; i < length; i++) {
      if (!isInRange(products[i])) {
        if (values[from + i] != 0 && weights[from + i] != 0) {
          Product.addTo(exact, values[from + i], weights[from + i]);
        }
        products[i] = 0;
        productErrors[i] = 0;
      }
    }
    rounded.add(products, length);
    errors.add(productErrors, length);
  }

  /** Whether a rounded product has an error that is a double. */
  private static boolean isInRange(double product) {
    double magnitude = Math.abs(product);
    return magnitude >= SMALLEST && magnitude <= Double.MAX_VALUE;
  }

  /** Rounded products and their errors, which are exact where the product is in range. */
  private static void multiply(
      double[] values, double[] weights, int from, int length, double[] products, double[] errors) {
    for (int i = 0; i < length; i++) {
      double product = values[from + i] * weights[from + i];
      products[i] = product;
      errors[i] = Math.fma(values[from + i], weights[from + i], -product);
    }
  }
}

package org.exactloss.exact;

/**
 * Error-free transformations of sums and products of doubles, and the test that tells whether a
 * number that is known with a small error rounds in one way only.
 *
 * <p>T. Ogita, S. M. Rump, S. Oishi, "Accurate sum and dot product", SIAM J. Sci. Comput. 26(6),
 * 2005, DOI 10.1137/030601818; the test is that of A. Ziv, "Fast evaluation of elementary
 * mathematical functions with correctly rounded last bit", ACM TOMS 17(3), 1991, DOI
 * 10.1145/114697.116813. Below, u = 2^-53.
 */
final class ErrorFree {
  /** From here on up, the error of a product is a double, and what underflows is negligible. */
  private static final double SMALLEST = 0x1p-900;

  /** Up to here nothing on the way overflows. */
  private static final double LARGEST = 0x1p1000;

  private ErrorFree() {}

  /** Whether a magnitude is far from underflow and overflow. */
  static boolean inRange(double magnitude) {
    return magnitude >= SMALLEST && magnitude <= LARGEST;
  }

  /** a + b − sum exactly, where sum is the rounded a + b and finite (D. E. Knuth, M. Møller). */
  static double sumError(double a, double b, double sum) {
    double partOfB = sum - a;
    return (a - (sum - partOfB)) + (b - partOfB);
  }

  /** a·b − product exactly, where product is the rounded a·b and {@link #inRange in range}. */
  static double productError(double a, double b, double product) {
    return Math.fma(a, b, -product);
  }

  /**
   * The double nearest to a value v that is known as high + low, or NaN if the error leaves two of
   * them possible.
   *
   * <p>Proof: low − error is computed with an error of at most u·(|low| + error), so high + (low −
   * error) as computed here is a rounded number not above v, and the other one is a rounded number
   * not below v; rounding is monotonic.
   *
   * @param error at least |v − (high + low)| + u·(|low| + error)
   */
  static double decide(double high, double low, double error) {
    double lower = high + (low - error);
    double upper = high + (low + error);
    return lower == upper ? upper : Double.NaN;
  }
}

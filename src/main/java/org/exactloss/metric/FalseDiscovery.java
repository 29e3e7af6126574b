package org.exactloss.metric;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.exactloss.spec.EvaluationException;

/**
 * P-values corrected for being many: Y. Benjamini, Y. Hochberg, "Controlling the false discovery
 * rate", Journal of the Royal Statistical Society B 57(1), 1995, DOI
 * 10.1111/j.2517-6161.1995.tb02031.x. Calling all comparisons with a corrected value of at most q a
 * change makes, in the long run, at most the share q of these calls wrong.
 */
public final class FalseDiscovery {
  /** More comparisons are refused: they would have to be sorted on the driver. */
  public static final int MOST = 100_000;

  private FalseDiscovery() {}

  /** The refusal of so many slices. */
  public static EvaluationException tooMany(long slices) {
    return EvaluationException.usage(
        "Cannot compare "
            + slices
            + " slices with a baseline: the correction for many comparisons takes at most "
            + MOST
            + "; use slices of fewer values, or leave --baseline out");
  }

  /**
   * The corrected values, in the order of the p-values: of the k-th smallest of m, the least m·p/j
   * of those from the k-th on, at most 1. NaN stands for a comparison without a p-value, which does
   * not count.
   *
   * @throws EvaluationException if there are more than {@link #MOST}
   */
  public static double[] adjust(double[] pValues) {
    if (pValues.length > MOST) {
      throw tooMany(pValues.length);
    }
    int[] order =
        IntStream.range(0, pValues.length)
            .filter(i -> !Double.isNaN(pValues[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = pValues.clone();
    double least = 1;
    for (int k = order.length; k > 0; k--) {
      double value = pValues[order[k - 1]] * order.length / k;
      least = Math.min(least, value);
      adjusted[order[k - 1]] = least;
    }
    return adjusted;
  }
}

package org.exactloss.spec;

import java.io.Serializable;
import java.util.List;

/**
 * What becomes of the outputs of array predictions: the entries at one place of every row's array.
 *
 * @param kind how the outputs are combined
 * @param weights with {@link Kind#WEIGHTED} one per output, finite, not negative, not all zero;
 *     else empty
 */
public record Multioutput(Kind kind, List<Double> weights) implements Serializable {
  /** All elements are one loss, whatever their place, as in PyTorch. */
  public static final Multioutput POOLED = new Multioutput(Kind.POOLED, List.of());

  /** One result per output. */
  public static final Multioutput RAW = new Multioutput(Kind.RAW, List.of());

  /** The mean of the outputs' losses. */
  public static final Multioutput UNIFORM = new Multioutput(Kind.UNIFORM, List.of());

  /** How outputs are combined. */
  public enum Kind {
    POOLED,
    RAW,
    UNIFORM,
    WEIGHTED
  }

  public Multioutput {
    weights = List.copyOf(weights);
    boolean numbers = weights.stream().allMatch(weight -> weight >= 0 && Double.isFinite(weight));
    boolean positive = weights.stream().anyMatch(weight -> weight > 0);
    if (kind == Kind.WEIGHTED && !(numbers && positive)) {
      throw EvaluationException.usage(
          "Cannot weight the outputs with --multioutput "
              + weights
              + ": a weight is negative, NaN or infinite, or none is positive; give a weight of at"
              + " least 0 for each output");
    }
  }

  /** The weighted mean of the outputs' losses. */
  public static Multioutput weighted(List<Double> weights) {
    return new Multioutput(Kind.WEIGHTED, weights);
  }

  /** Whether each output has sums of its own. */
  public boolean separate() {
    return kind != Kind.POOLED;
  }
}

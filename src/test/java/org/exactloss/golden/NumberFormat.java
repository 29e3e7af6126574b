package org.exactloss.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The two formats in which tensors are computed elsewhere, and how far such a result may be from
 * the exact one.
 *
 * <p>An operation in floating point that neither overflows nor underflows gives x·(1 + δ) for its
 * exact result x, with |δ| ≤ u, the unit roundoff. A sum of terms of one sign, each the outcome of
 * operations that multiply by such factors, is therefore the exact sum times (1 + θ), where |θ| ≤
 * γ(k) = k·u / (1 − k·u) and k is the largest number of factors of one term: in whatever order the
 * terms are added, a term takes part in at most n − 1 additions (N. J. Higham, Accuracy and
 * Stability of Numerical Algorithms, 2nd ed., Lemma 3.1 and section 4.2).
 */
public enum NumberFormat {
  FLOAT32("FLOAT", 0x1p-24),
  FLOAT64("DOUBLE", 0x1p-53);

  /** The difference, counted twice because it is squared; the square; the weight. */
  private static final int OF_A_TERM = 4;

  /** Our own rounding, and the one of the comparison. */
  private static final int OF_THE_TEST = 2;

  private final String ddl;
  private final double unitRoundoff;

  NumberFormat(String ddl, double unitRoundoff) {
    this.ddl = ddl;
    this.unitRoundoff = unitRoundoff;
  }

  /** The format that a case names. */
  public static NumberFormat of(JsonNode goldenCase) {
    return valueOf(goldenCase.required("dtype").asText().toUpperCase(java.util.Locale.ROOT));
  }

  /** Spark's name of the type. */
  public String ddl() {
    return ddl;
  }

  /** The value, which this format holds, as Spark keeps it. */
  public Object stored(Double value) {
    if (this == FLOAT64) {
      return value;
    }
    float single = value.floatValue();
    assertThat((double) single).isEqualTo(value);
    return single;
  }

  /** Demands of w·(p − t)² and its derivatives that nothing but rounding parts them from ours. */
  public void assertNearTerm(double theirs, double ours, String what) {
    assertNear(theirs, ours, OF_A_TERM, what);
  }

  /** Likewise of a sum of so many terms. */
  public void assertNearSum(double theirs, double ours, int terms, String what) {
    assertNear(theirs, ours, OF_A_TERM + terms, what);
  }

  /** Likewise of a mean: the weights are summed too, and there is a division. */
  public void assertNearMean(double theirs, double ours, int terms, String what) {
    assertNear(theirs, ours, OF_A_TERM + 2 * terms + 1, what);
  }

  /** Demands |theirs − ours| ≤ γ(factors)·|ours|. */
  public void assertNear(double theirs, double ours, int factors, String what) {
    assertThat(Math.abs(theirs - ours))
        .as("%s: %s beside the exact %s", what, theirs, ours)
        .isLessThanOrEqualTo(gamma(factors + OF_THE_TEST) * Math.abs(ours));
  }

  /** γ(k). */
  public double gamma(int factors) {
    double rounding = factors * unitRoundoff;
    return rounding / (1 - rounding);
  }
}

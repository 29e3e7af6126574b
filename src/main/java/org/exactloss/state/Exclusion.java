package org.exactloss.state;

/**
 * Why an element is left out, in the order in which the reasons are looked at: the first one that
 * applies counts.
 */
public enum Exclusion {
  MALFORMED_RECORD("malformedRecord"),
  SHAPE_MISMATCH("shapeMismatch"),
  MALFORMED_WEIGHT("malformedWeight"),
  NULL_WEIGHT("nullWeight"),
  NAN_WEIGHT("nanWeight"),
  INFINITE_WEIGHT("infiniteWeight"),
  NEGATIVE_WEIGHT("negativeWeight"),
  ZERO_WEIGHT("zeroWeight"),
  MALFORMED_TARGET("malformedTarget"),
  NULL_TARGET("nullTarget"),
  IGNORED_TARGET("ignoredTarget"),
  MALFORMED_PREDICTION("malformedPrediction"),
  NULL_PREDICTION("nullPrediction"),
  NAN_TARGET("nanTarget"),
  NAN_PREDICTION("nanPrediction"),
  INFINITE_TARGET("infiniteTarget"),
  INFINITE_PREDICTION("infinitePrediction");

  private final String label;

  Exclusion(String label) {
    this.label = label;
  }

  /** The name in reports. */
  public String label() {
    return label;
  }
}

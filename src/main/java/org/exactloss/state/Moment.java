package org.exactloss.state;

/**
 * What a {@link MomentState} can hold beside the sums of the loss, for prediction p, target t and
 * weight w.
 */
public enum Moment {
  /** Σ w·|p − t|. */
  ABSOLUTE_ERROR,
  /** Σ w·t. */
  TARGET,
  /** Σ w·t². */
  TARGET_SQUARE,
  /** Σ w·p. */
  PREDICTION,
  /** Σ w·p². */
  PREDICTION_SQUARE,
  /** The largest |p − t|, rounded once; whatever its weight. */
  MAXIMUM_ERROR;

  /** Whether it is a sum, which can be subtracted again. */
  public boolean isSum() {
    return this != MAXIMUM_ERROR;
  }
}

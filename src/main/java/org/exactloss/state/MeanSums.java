package org.exactloss.state;

import org.exactloss.exact.ExactSum;

/**
 * The exact sums that the mean of numbers x with weights w and its standard error need. Let z be
 * w·x rounded once to a double; without weights w = 1.
 *
 * @param weight Σ w
 * @param weightSquare Σ w²
 * @param total Σ w·x, of which nothing is rounded
 * @param term Σ z
 * @param termSquare Σ z²
 * @param weightedTerm Σ w·z
 */
public record MeanSums(
    ExactSum weight,
    ExactSum weightSquare,
    ExactSum total,
    ExactSum term,
    ExactSum termSquare,
    ExactSum weightedTerm) {

  /** All zero. */
  static MeanSums zero() {
    return new MeanSums(
        new ExactSum(),
        new ExactSum(),
        new ExactSum(),
        new ExactSum(),
        new ExactSum(),
        new ExactSum());
  }

  void add(MeanSums other) {
    weight.add(other.weight);
    weightSquare.add(other.weightSquare);
    total.add(other.total);
    term.add(other.term);
    termSquare.add(other.termSquare);
    weightedTerm.add(other.weightedTerm);
  }

  void subtract(MeanSums other) {
    weight.subtract(other.weight);
    weightSquare.subtract(other.weightSquare);
    total.subtract(other.total);
    term.subtract(other.term);
    termSquare.subtract(other.termSquare);
    weightedTerm.subtract(other.weightedTerm);
  }

  MeanSums copy() {
    return new MeanSums(
        weight.copy(),
        weightSquare.copy(),
        total.copy(),
        term.copy(),
        termSquare.copy(),
        weightedTerm.copy());
  }

  boolean isZero() {
    return weight.signum() == 0
        && weightSquare.signum() == 0
        && total.signum() == 0
        && term.signum() == 0
        && termSquare.signum() == 0
        && weightedTerm.signum() == 0;
  }
}

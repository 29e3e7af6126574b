package org.exactloss.state;

import org.exactloss.exact.ExactSum;
import org.exactloss.exact.SquaredDifference;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.oracle.Rational;
import org.exactloss.oracle.RowSet;

/** States of rows, made one row after the other. */
public final class States {
  private States() {}

  /** The state of the rows, each with its weight; all of them finite. */
  public static LossState of(RowSet rows) {
    Superaccumulator errors = new Superaccumulator();
    Superaccumulator weights = new Superaccumulator();
    for (int i = 0; i < rows.size(); i++) {
      SquaredDifference.addWeightedTo(
          errors, rows.prediction()[i], rows.target()[i], rows.weight()[i]);
      weights.add(rows.weight()[i]);
    }
    return of(rows.size(), errors, weights);
  }

  /** The state of the rows without their weights. */
  public static LossState ofUnweighted(RowSet rows) {
    Superaccumulator errors = new Superaccumulator();
    for (int i = 0; i < rows.size(); i++) {
      SquaredDifference.addTo(errors, rows.prediction()[i], rows.target()[i]);
    }
    Superaccumulator weights = new Superaccumulator();
    weights.add(rows.size(), 0);
    return of(rows.size(), errors, weights);
  }

  /** The exact value of a sum. */
  public static Rational value(ExactSum sum) {
    return Rational.ofParts(sum.significand(), sum.twos(), sum.fives());
  }

  private static LossState of(int rows, Superaccumulator errors, Superaccumulator weights) {
    LossState state = new LossState();
    state.addRows(rows);
    state.addFinite(rows, ExactSum.ofUnits(errors, 0), ExactSum.ofUnits(weights, 0));
    return state;
  }
}

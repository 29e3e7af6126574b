package org.exactloss.kernel;

import org.exactloss.exact.Dyadic;
import org.exactloss.exact.ExactSum;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.state.MeanState;
import org.exactloss.state.MeanSums;
import org.exactloss.state.NonFinite;

/** What the sums of rounded terms have in common: see {@link MeanSums}. Used by one thread. */
final class MeanAccumulator {
  private final NumberUnits units;
  private final TermSum term;
  private final TermSum termSquare;
  private final TermSum weight;
  private final TermSum weightSquare;
  private final TermSum weightedTerm;
  private final boolean weighted;
  private MeanState state = new MeanState();
  private long elements;
  private long overflows;

  MeanAccumulator(Weighting weighting, NumberUnits units, KernelKind kind, int capacity) {
    this.units = units;
    weighted = weighting == Weighting.WEIGHTED;
    term = new LinearSum(kind);
    termSquare = new SquareSum(kind, capacity);
    weight = new LinearSum(kind);
    weightSquare = new SquareSum(kind, weighted ? capacity : 0);
    weightedTerm = new LinearSum(kind);
  }

  /**
   * Adds the first rounded terms, which may be infinite, and are changed.
   *
   * @param weights in units; null without weights
   */
  void add(double[] terms, double[] weights, int length) {
    elements += length;
    for (int i = 0; i < length; i++) {
      if (Double.isInfinite(terms[i])) {
        terms[i] = 0;
        overflows++;
      }
    }
    term.add(terms, length);
    termSquare.add(terms, length);
    if (weighted) {
      weight.add(weights, length);
      weightSquare.add(weights, length);
      weightedTerm.add(terms, weights, length);
    }
  }

  /** Adds one rounded term, which may be infinite, with its weight in units. */
  void add(double rounded, Dyadic factor) {
    elements++;
    if (weighted) {
      weight.add(factor);
      weightSquare.add(factor.times(factor));
    }
    if (Double.isInfinite(rounded)) {
      overflows++;
      return;
    }
    Dyadic value = Dyadic.of(rounded);
    term.add(value);
    termSquare.add(value.times(value));
    if (weighted) {
      weightedTerm.add(value.times(factor));
    }
  }

  /** Adds an element whose term is NaN or infinite, with its weight in units. */
  void addNonFinite(NonFinite kind, Dyadic factor) {
    Superaccumulator sum = new Superaccumulator();
    factor.addTo(sum);
    state.addNonFinite(kind, ExactSum.ofUnits(sum, units.weightScale()));
  }

  /** The state of everything since the last drain, whose exact terms have this sum. */
  MeanState drain(ExactSum total) {
    ExactSum terms = drained(term, 0);
    MeanSums sums =
        weighted
            ? new MeanSums(
                drained(weight, units.weightScale()),
                drained(weightSquare, 2 * units.weightScale()),
                total,
                terms,
                drained(termSquare, 0),
                drained(weightedTerm, units.weightScale()))
            : new MeanSums(
                ExactSum.of(elements),
                ExactSum.of(elements),
                total,
                terms,
                drained(termSquare, 0),
                terms.copy());
    state.addFinite(elements, overflows, sums);
    MeanState drained = state;
    state = new MeanState();
    elements = 0;
    overflows = 0;
    return drained;
  }

  private static ExactSum drained(TermSum terms, int scale) {
    Superaccumulator sum = new Superaccumulator();
    terms.drainTo(sum);
    return ExactSum.ofUnits(sum, scale);
  }
}

package org.exactloss.state;

import java.math.BigInteger;
import org.exactloss.exact.ExactSum;
import org.exactloss.exact.SquaredDifference;
import org.exactloss.exact.Superaccumulator;

/**
 * Takes parameters in, one by one, in units of 10^−scale. Memory is constant. Used by one thread.
 */
public final class ParameterAccumulator {
  private final int scale;
  private final Superaccumulator absolute = new Superaccumulator();
  private final Superaccumulator squared = new Superaccumulator();
  private long count;

  public ParameterAccumulator(int scale) {
    this.scale = scale;
  }

  /**
   * Adds a parameter.
   *
   * @throws IllegalArgumentException if it is NaN or infinite
   */
  public void add(double units) {
    absolute.add(Math.abs(units));
    SquaredDifference.addTo(squared, units, 0);
    count++;
  }

  /** Adds a parameter. */
  public void add(BigInteger units) {
    absolute.add(units.abs(), 0);
    squared.add(units.multiply(units), 0);
    count++;
  }

  /** The norms of what was added. */
  public ParameterNorms norms() {
    return new ParameterNorms(
        count, ExactSum.ofUnits(absolute, scale), ExactSum.ofUnits(squared, 2 * scale));
  }
}

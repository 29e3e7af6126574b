package org.exactloss.kernel;

import org.exactloss.exact.Dyadic;
import org.exactloss.exact.Superaccumulator;

/** An exact sum of terms, each made of one value and perhaps its weight. Used by one thread. */
interface TermSum {

  /** Adds the terms of the first values of an array; all of them finite. */
  void add(double[] values, int length);

  /** Adds the terms of the first values of an array, each times its weight; all finite. */
  void add(double[] values, double[] weights, int length);

  /** Adds one number, which is a term already. */
  void add(Dyadic term);

  /** Adds everything since the last drain to a sum and starts again from zero. */
  void drainTo(Superaccumulator sum);
}

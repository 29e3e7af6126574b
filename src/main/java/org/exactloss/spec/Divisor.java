package org.exactloss.spec;

/** What the sum is divided by to give the mean. */
public enum Divisor {
  /** The sum of the weights of the used elements. */
  WEIGHTS,
  /** The number of the used elements. */
  ELEMENTS
}

package org.exactloss.spec;

/** Which value is called the loss. */
public enum Reduction {
  MEAN,
  SUM
}

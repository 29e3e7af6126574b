package org.exactloss.spec;

/** Which value is called the loss. */
public enum Reduction {
  MEAN,
  SUM,
  /** Each element has a loss of its own. */
  NONE
}

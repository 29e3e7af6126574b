package org.exactloss.kernel;

/** Whether rows have weights. */
public enum Weighting {
  NONE,
  WEIGHTED
}

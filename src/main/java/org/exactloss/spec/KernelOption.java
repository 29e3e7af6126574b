package org.exactloss.spec;

/** Which inner loop is asked for; the result never depends on it. */
public enum KernelOption {
  AUTO,
  VECTOR,
  PLAIN,
  SCALAR
}

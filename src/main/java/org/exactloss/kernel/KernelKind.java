package org.exactloss.kernel;

/** The implementations of the inner loop. */
public enum KernelKind {
  /** The Vector API, from the module jdk.incubator.vector. */
  VECTOR,
  /** Plain Java that the JIT compiler turns into vector instructions. */
  PLAIN,
  /** One row at a time in integers. */
  SCALAR
}

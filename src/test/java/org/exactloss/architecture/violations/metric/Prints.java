package org.exactloss.architecture.violations.metric;

/** Prints. */
public final class Prints {
  void print() {
    System.out.println("printed");
  }
}

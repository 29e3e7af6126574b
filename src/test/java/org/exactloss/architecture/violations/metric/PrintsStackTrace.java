package org.exactloss.architecture.violations.metric;

/** Prints a stack trace. */
public final class PrintsStackTrace {
  void print(Exception failure) {
    failure.printStackTrace();
  }
}

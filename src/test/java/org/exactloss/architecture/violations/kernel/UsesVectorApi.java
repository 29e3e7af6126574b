package org.exactloss.architecture.violations.kernel;

import jdk.incubator.vector.DoubleVector;

/** Imports the Vector API outside the classes for it. */
public final class UsesVectorApi {
  int lanes() {
    return DoubleVector.SPECIES_PREFERRED.length();
  }
}

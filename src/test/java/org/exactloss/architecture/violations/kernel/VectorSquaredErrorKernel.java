package org.exactloss.architecture.violations.kernel;

import jdk.incubator.vector.DoubleVector;

/** Bears the name of the one class that may. */
public final class VectorSquaredErrorKernel {
  int lanes() {
    return DoubleVector.SPECIES_PREFERRED.length();
  }
}

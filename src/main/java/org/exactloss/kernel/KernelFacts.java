package org.exactloss.kernel;

import java.util.Optional;

/**
 * What decides which kernel is used.
 *
 * @param vectorModule whether the module jdk.incubator.vector is there
 * @param compilerProblem why the optimizing compiler does not run; empty if it does
 * @param vectorBits the width of the preferred vectors, 0 if the class did not load
 * @param vectorFailure why the vector kernel did not pass its test; empty if it did
 * @param plainFailure why the plain kernel did not pass its test; empty if it did
 */
record KernelFacts(
    boolean vectorModule,
    Optional<String> compilerProblem,
    int vectorBits,
    Optional<String> vectorFailure,
    Optional<String> plainFailure) {

  /** Narrower vectors than this have fewer than two lanes. */
  private static final int MIN_VECTOR_BITS = 128;

  /** Why the kernel would give no results here, and the remedy; empty if it would. */
  Optional<String> obstacle(KernelKind kind) {
    return switch (kind) {
      case SCALAR -> Optional.empty();
      case PLAIN -> plainFailure;
      case VECTOR -> vectorObstacle();
    };
  }

  private Optional<String> vectorObstacle() {
    if (!vectorModule) {
      return Optional.of(
          "module jdk.incubator.vector is missing; start the JVM with"
              + " --add-modules=jdk.incubator.vector");
    }
    if (vectorFailure.isPresent()) {
      return vectorFailure;
    }
    if (vectorBits < MIN_VECTOR_BITS) {
      return Optional.of(
          "vectors have only "
              + vectorBits
              + " bits; start the JVM without -XX:MaxVectorSize or use a processor with more");
    }
    return Optional.empty();
  }
}

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

  /** Java 17 has no instructions for masks of two lanes on x86. */
  private static final int MIN_FAST_BITS = 256;

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
    return vectorFailure;
  }

  /** Why a kernel that works is slow here, and the remedy; empty if it is not. */
  Optional<String> slowness(KernelKind kind) {
    if (kind != KernelKind.VECTOR) {
      return Optional.empty();
    }
    if (compilerProblem.isPresent()) {
      return compilerProblem;
    }
    return vectorBits >= MIN_FAST_BITS
        ? Optional.empty()
        : Optional.of(
            "vectors have only "
                + vectorBits
                + " bits; use a processor with AVX2 and start the JVM without -XX:UseAVX and"
                + " -XX:MaxVectorSize");
  }
}

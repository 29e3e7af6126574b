package org.exactloss.kernel;

import java.util.List;
import java.util.Optional;

/**
 * Picks the kernel of this JVM and says why. The facts are gathered once per JVM, with a self-test
 * of each kernel; the choice is a pure function of them.
 */
public final class SquaredErrorKernels {
  private static final List<KernelKind> FASTEST_FIRST =
      List.of(KernelKind.VECTOR, KernelKind.PLAIN, KernelKind.SCALAR);

  private SquaredErrorKernels() {}

  /**
   * The choice for this JVM.
   *
   * @param kind what new kernels will be
   * @param description for people: the kind with lanes or width, the reason, and, where a faster
   *     kernel could not be used, what to do about it
   */
  public record Selection(KernelKind kind, String description) {}

  /**
   * The kernel that is asked for, or the fastest that works here. Where that is the vector kernel,
   * its compilation begins in the background.
   *
   * @throws IllegalStateException if the one asked for cannot be used in this JVM
   */
  public static Selection select(Optional<KernelKind> wanted) {
    Selection selection = select(wanted, ThisJvm.FACTS);
    if (selection.kind() == KernelKind.VECTOR && isFast(KernelKind.VECTOR)) {
      VectorWarmUp.UNWEIGHTED.begin();
    }
    return selection;
  }

  /** The choice for a JVM with these facts. */
  static Selection select(Optional<KernelKind> wanted, KernelFacts facts) {
    if (wanted.isPresent()) {
      KernelKind kind = wanted.get();
      facts
          .obstacle(kind)
          .ifPresent(
              obstacle -> {
                throw new IllegalStateException(
                    "Cannot use the " + name(kind) + " kernel: " + obstacle);
              });
      return new Selection(kind, name(kind) + details(kind, facts) + ", as asked for");
    }
    StringBuilder reasons = new StringBuilder();
    for (KernelKind kind : FASTEST_FIRST) {
      Optional<String> reason = facts.obstacle(kind).or(() -> facts.slowness(kind));
      if (reason.isEmpty()) {
        String description = name(kind) + details(kind, facts);
        return new Selection(kind, reasons.isEmpty() ? description : description + ": " + reasons);
      }
      reasons
          .append(reasons.isEmpty() ? "" : "; no " + name(kind) + " kernel: ")
          .append(reason.get());
    }
    throw new AssertionError("the scalar kernel always works");
  }

  private static String name(KernelKind kind) {
    return switch (kind) {
      case VECTOR -> "vector";
      case PLAIN -> "plain";
      case SCALAR -> "scalar";
    };
  }

  private static String details(KernelKind kind, KernelFacts facts) {
    return kind == KernelKind.VECTOR
        ? " (" + facts.vectorBits() / Double.SIZE + " lanes, " + facts.vectorBits() + " bits)"
        : "";
  }

  /**
   * A new kernel with an empty sum. On a thread whose floating-point environment is damaged it
   * counts in integers whatever the kind: the sum is the same, and would otherwise be wrong. A
   * vector kernel works as the plain one until the JVM has compiled it; see {@link VectorWarmUp}.
   *
   * @throws IllegalStateException if the kind cannot be used in this JVM
   */
  public static SquaredErrorKernel create(KernelKind kind) {
    select(Optional.of(kind));
    if (kind == KernelKind.SCALAR || !KernelSelfTest.isStandardArithmetic()) {
      return new ScalarSquaredErrorKernel();
    }
    if (kind == KernelKind.PLAIN) {
      return new PlainSquaredErrorKernel();
    }
    return isFast(kind)
        ? new WarmingSquaredErrorKernel(
            new PlainSquaredErrorKernel(),
            VectorWarmUp.UNWEIGHTED::isDone,
            VectorWarmUp.WEIGHTED::isDone,
            ThisJvm::newVectorKernel)
        : ThisJvm.newVectorKernel();
  }

  private static boolean isFast(KernelKind kind) {
    return ThisJvm.FACTS.slowness(kind).isEmpty();
  }
}

package org.exactloss.kernel;

import java.util.Optional;

/** SKELETON. Picks the kernel of this JVM once and says why. */
public final class SquaredErrorKernels {
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
   * The kernel that is asked for, or the fastest that works here.
   *
   * @throws IllegalStateException if the one asked for cannot be used in this JVM
   */
  public static Selection select(Optional<KernelKind> wanted) {
    return new Selection(KernelKind.SCALAR, "scalar (skeleton)");
  }

  /** A new kernel with an empty sum. */
  public static SquaredErrorKernel create(KernelKind kind) {
    throw new UnsupportedOperationException("skeleton");
  }
}

package org.exactloss.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.oracle.Rational;

/** The kernels that exist in this JVM, by name. */
final class KernelsUnderTest {
  private KernelsUnderTest() {}

  /** All of them; {@code created} is what users get. */
  static Map<String, Supplier<SquaredErrorKernel>> all() {
    Map<String, Supplier<SquaredErrorKernel>> kernels = new LinkedHashMap<>();
    kernels.put("scalar", ScalarSquaredErrorKernel::new);
    sliced().forEach((name, supplier) -> kernels.put(name, supplier::get));
    kernels.put(
        "created",
        () -> SquaredErrorKernels.create(SquaredErrorKernels.select(Optional.empty()).kind()));
    return kernels;
  }

  /** The slicing ones; the vector kernel is among them if and only if its module is there. */
  static Map<String, Supplier<SlicedSquaredErrorKernel>> sliced() {
    Map<String, Supplier<SlicedSquaredErrorKernel>> kernels = new LinkedHashMap<>();
    kernels.put("plain", PlainSquaredErrorKernel::new);
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      kernels.put("vector", () -> (SlicedSquaredErrorKernel) ThisJvm.newVectorKernel());
    }
    return kernels;
  }

  /** The loops over weights that differ, by the name of their kernel; see {@link #sliced()}. */
  static Map<String, Supplier<WeightedLoop>> weightedLoops() {
    Map<String, Supplier<WeightedLoop>> loops = new LinkedHashMap<>();
    if (JvmFacts.hasFusedMultiplyAdd()) {
      loops.put("plain", PlainWeightedLoop::new);
      if (sliced().containsKey("vector")) {
        loops.put("vector", VectorWeightedLoop::new);
      }
    }
    return loops;
  }

  /** The loops that cut squares into pieces, by the name of their kernel; see {@link #sliced()}. */
  static Map<String, SquareLoop> squareLoops() {
    Map<String, SquareLoop> loops = new LinkedHashMap<>();
    if (JvmFacts.hasFusedMultiplyAdd()) {
      loops.put("plain", new PlainSquareLoop());
      if (sliced().containsKey("vector")) {
        loops.put("vector", ThisJvm.newSquareLoop());
      }
    }
    return loops;
  }

  /** What finds places for pictures; see {@link #sliced()}. */
  static List<PictureIndex> pictureIndexes() {
    return sliced().containsKey("vector") ? List.of(ThisJvm.newPictureIndex()) : List.of();
  }

  /** The number that an accumulator holds. */
  static Rational value(Superaccumulator sum) {
    return Rational.ofParts(sum.significand(), sum.exponent(), 0);
  }
}

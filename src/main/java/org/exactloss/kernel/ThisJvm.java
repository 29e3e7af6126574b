package org.exactloss.kernel;

import java.util.Optional;

/** The facts of this JVM, gathered when they are first asked for. */
final class ThisJvm {
  /** By name, so that nothing needs the vector module before it is known to be there. */
  private static final String VECTOR_CLASS = "org.exactloss.kernel.VectorSquaredErrorKernel";

  private static final String INDEX_CLASS = "org.exactloss.kernel.VectorPictureIndex";

  private static final String SQUARES_CLASS = "org.exactloss.kernel.VectorSquareLoop";

  private static final String FLOATS_CLASS = "org.exactloss.kernel.VectorFloatLoop";

  static final KernelFacts FACTS = facts();

  private ThisJvm() {}

  static SquaredErrorKernel newVectorKernel() {
    return create(VECTOR_CLASS, SquaredErrorKernel.class);
  }

  static PictureIndex newPictureIndex() {
    return create(INDEX_CLASS, PictureIndex.class);
  }

  static SquareLoop newSquareLoop() {
    return create(SQUARES_CLASS, SquareLoop.class);
  }

  static FloatLoop newFloatLoop() {
    return create(FLOATS_CLASS, FloatLoop.class);
  }

  private static <T> T create(String name, Class<T> type) {
    try {
      return Class.forName(name).asSubclass(type).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot create " + name + ": " + e.getMessage(), e);
    }
  }

  private static KernelFacts facts() {
    boolean module = JvmFacts.hasVectorModule();
    int bits = 0;
    Optional<String> vectorFailure = Optional.empty();
    if (module) {
      try {
        bits = (int) Class.forName(VECTOR_CLASS).getDeclaredMethod("vectorBits").invoke(null);
        vectorFailure = KernelSelfTest.failure(ThisJvm::newVectorKernel);
      } catch (ReflectiveOperationException | LinkageError e) {
        vectorFailure = Optional.of("it does not load (" + e + "); use a JVM from Java 17 on");
      }
    }
    return new KernelFacts(
        module,
        JvmFacts.compilerProblem(),
        bits,
        vectorFailure,
        KernelSelfTest.failure(PlainSquaredErrorKernel::new));
  }
}

package org.exactloss.kernel;

/**
 * Makes doubles of floats, each of which is one. C2 of Java 17 converts one float after the other,
 * so that this takes as long as squaring their differences; vectors do it several times faster.
 */
public final class FloatWidening {
  private static final boolean HAS_VECTORS =
      ThisJvm.FACTS.obstacle(KernelKind.VECTOR).isEmpty()
          && ThisJvm.FACTS.slowness(KernelKind.VECTOR).isEmpty()
          && KernelSelfTest.isExact(ThisJvm.newFloatLoop());

  private FloatWidening() {}

  /** The loop of vectors, made when it is first needed. */
  private static final class Vectors {
    static final FloatLoop LOOP = ThisJvm.newFloatLoop();
  }

  /** Puts the first floats, as doubles, into the target at {@code position} on. */
  public static void widen(float[] floats, int count, double[] target, int position) {
    int done =
        HAS_VECTORS && VectorWarmUp.FLOATS.isDone()
            ? Vectors.LOOP.widen(floats, count, target, position)
            : 0;
    for (int i = done; i < count; i++) {
      target[position + i] = floats[i];
    }
  }
}

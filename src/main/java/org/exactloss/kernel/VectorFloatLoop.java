package org.exactloss.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Makes doubles of floats with the Vector API; works with vectors of 128 to 512 bits. */
final class VectorFloatLoop implements FloatLoop {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));
  private static final int LANES = SPECIES.length();

  @Override
  public int widen(float[] floats, int count, double[] target, int position) {
    int whole = count - count % LANES;
    for (int i = 0; i < whole; i += LANES) {
      FloatVector values = FloatVector.fromArray(FLOATS, floats, i);
      ((DoubleVector) values.castShape(SPECIES, 0)).intoArray(target, position + i);
    }
    return whole;
  }
}

package org.exactloss.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Rows of every family, the same for the same seed. */
public final class RowSets {
  private RowSets() {}

  public static RowSet of(ValueFamily values, WeightFamily weights, long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] prediction = new double[rows];
    double[] target = new double[rows];
    double[] weight = new double[rows];
    for (int i = 0; i < rows; i++) {
      target[i] = values.target(random);
      prediction[i] = values.prediction(random, target[i]);
      weight[i] = weights.weight(random);
    }
    String name = values + " with weights " + weights + ", seed " + seed + ", " + rows + " rows";
    return new RowSet(name, prediction, target, weight);
  }

  /** Each family of values that has only finite ones, with weights of one. */
  public static List<RowSet> unweighted(long seed, int rows) {
    return ValueFamily.finite().stream()
        .map(values -> of(values, WeightFamily.ONES, seed, rows))
        .toList();
  }

  /** Each family of values that has only finite ones with each family of weights. */
  public static List<RowSet> weighted(long seed, int rows) {
    List<RowSet> sets = new ArrayList<>();
    for (ValueFamily values : ValueFamily.finite()) {
      for (WeightFamily weights : WeightFamily.values()) {
        sets.add(of(values, weights, seed, rows));
      }
    }
    return sets;
  }
}

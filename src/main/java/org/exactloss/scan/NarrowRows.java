package org.exactloss.scan;

import java.util.Arrays;

/**
 * Those rows of a batch whose numbers are there, each as a double in the units of its sums, with
 * their groups in each grouping: the arrays of the batch itself where these are all rows, else
 * copies in arrays that are used again.
 */
final class NarrowRows {
  private final double[] ownPredictions;
  private final double[] ownTargets;
  private final double[] ownWeights;
  private final int[][] ownGroups;
  private final int[] ownPlaces;
  private final int[] everyPlace;

  double[] predictions;
  double[] targets;

  /** Null without weights. */
  double[] weights;

  int[][] groups;

  /** Where the rows are in the batch. */
  int[] places;

  int count;

  NarrowRows(boolean weighted, int groupings, int capacity) {
    ownPredictions = new double[capacity];
    ownTargets = new double[capacity];
    ownWeights = weighted ? new double[capacity] : null;
    ownGroups = new int[groupings][capacity];
    ownPlaces = new int[capacity];
    everyPlace = new int[capacity];
    Arrays.setAll(everyPlace, i -> i);
  }

  /** Takes all rows of a batch. */
  void takeAll(double[] prediction, double[] target, double[] weight, int[][] inGroups, int rows) {
    predictions = prediction;
    targets = target;
    weights = weight;
    groups = inGroups;
    places = everyPlace;
    count = rows;
  }

  /** Starts with no rows, to which {@link #add} adds. */
  void clear() {
    takeAll(ownPredictions, ownTargets, ownWeights, ownGroups, 0);
    places = ownPlaces;
  }

  /** Adds a row of a batch. */
  void add(double[] prediction, double[] target, double[] weight, int[][] inGroups, int row) {
    predictions[count] = prediction[row];
    targets[count] = target[row];
    if (weights != null) {
      weights[count] = weight[row];
    }
    for (int i = 0; i < groups.length; i++) {
      groups[i][count] = inGroups[i][row];
    }
    places[count] = row;
    count++;
  }
}

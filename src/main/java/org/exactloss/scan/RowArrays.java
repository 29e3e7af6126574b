package org.exactloss.scan;

/**
 * The arrays at one place of a row: those of prediction, target and weight. Each is null where the
 * row has none; the weight also where it is one number for all entries.
 *
 * @param levels how many levels of arrays there are, these included
 */
record RowArrays(
    ArrayItems prediction, ArrayItems target, ArrayItems weight, Types types, int levels) {

  /** Which columns have vectors for their innermost arrays. */
  record Types(boolean predictionVectors, boolean targetVectors, boolean weightVectors) {}

  /** The arrays in a row of the columns; there is no weight where its source is null. */
  static RowArrays of(
      ColumnSource prediction,
      ColumnSource target,
      ColumnSource weight,
      int row,
      Types types,
      int levels) {
    return new RowArrays(
        array(prediction, row, levels, types.predictionVectors),
        array(target, row, levels, types.targetVectors),
        array(weight, row, levels, types.weightVectors),
        types,
        levels);
  }

  /** The arrays one level further in. */
  RowArrays inner(int index) {
    return of(prediction, target, weight, index, types, levels - 1);
  }

  boolean allNull() {
    return prediction == null && target == null && weight == null;
  }

  /** The length of one that is there. */
  int length() {
    if (prediction != null) {
      return prediction.length();
    }
    return target != null ? target.length() : weight.length();
  }

  boolean allHaveLength(int length) {
    return (prediction == null || prediction.length() == length)
        && (target == null || target.length() == length)
        && (weight == null || weight.length() == length);
  }

  private static ArrayItems array(ColumnSource source, int row, int levels, boolean vectors) {
    if (source == null || source.isNull(row)) {
      return null;
    }
    return levels == 1 && vectors ? source.vectorAt(row) : source.arrayAt(row);
  }
}

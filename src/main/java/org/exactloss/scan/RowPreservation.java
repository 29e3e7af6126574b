package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tells whether a data set has the rows of the one that it was made from, with other columns. */
public final class RowPreservation {
  /** Steps that give one row for each row, in order. */
  private static final Set<String> KEEPING = Set.of("Project", "SubqueryAlias", "View");

  private RowPreservation() {}

  /**
   * Why the rows may not be the same, for people; empty if they are: if the plan has only
   * projections more, whose expressions give the same values each time.
   */
  public static Optional<String> violation(Dataset<Row> before, Dataset<Row> after) {
    List<String> steps = otherSteps(after);
    List<String> expected = otherSteps(before);
    if (!steps.equals(expected)) {
      List<String> added = new ArrayList<>(steps);
      expected.forEach(added::remove);
      return Optional.of(
          added.isEmpty()
              ? "it does not read the rows as they are"
              : "its step " + String.join(", ", added) + " may drop, add or change rows");
    } else if (!SparkInternals.isRepeatable(after) && SparkInternals.isRepeatable(before)) {
      return Optional.of("it computes something that is not the same each time a row is read");
    }
    return Optional.empty();
  }

  private static List<String> otherSteps(Dataset<Row> data) {
    return SparkInternals.stepNames(data).stream().filter(name -> !KEEPING.contains(name)).toList();
  }
}

package org.exactloss.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.exactloss.report.EvaluationReport.ModelResult;

/**
 * The results of one set of slices.
 *
 * @param names the names of the expressions whose values make a slice
 * @param slices how many slices there are
 * @param most those that carry most of the loss, the largest share first: the largest among the
 *     models' shares; not all of them where they are many
 */
public record SlicingReport(List<String> names, long slices, List<Slice> most) {
  public SlicingReport {
    names = List.copyOf(names);
    most = List.copyOf(most);
  }

  /**
   * One slice.
   *
   * @param values one for each name: null, or a Boolean, Long, Double, BigDecimal or String
   * @param results one per result of the report, in their order
   */
  public record Slice(List<Object> values, List<ModelResult> results) {
    public Slice {
      values = Collections.unmodifiableList(new ArrayList<>(values));
      results = List.copyOf(results);
    }
  }
}

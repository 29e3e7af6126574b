package org.exactloss.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.exactloss.report.EvaluationReport.ModelResult;

/**
 * The elements of one model with the largest |p − t|.
 *
 * @param prediction the model's name
 * @param elements the largest error first
 */
public record WorstReport(String prediction, List<Element> elements) {
  public WorstReport {
    elements = List.copyOf(elements);
  }

  /**
   * Those of the elements that a result is about: all of the model, or those of one output.
   *
   * @throws IllegalArgumentException if the result is another model's
   */
  List<Element> of(ModelResult result) {
    if (!result.prediction().equals(prediction)) {
      throw new IllegalArgumentException(result.prediction() + " is not " + prediction);
    }
    return elements.stream()
        .filter(element -> element.index().isEmpty() || isOf(result, element.index()))
        .toList();
  }

  private static boolean isOf(ModelResult result, OptionalInt output) {
    return result.output().isEmpty() || result.output().equals(output);
  }

  /**
   * One element. Its numbers are Long, BigDecimal or Double.
   *
   * @param error p − t, rounded once; by IEEE rules where one is NaN or infinite
   * @param weight 1 where there are no weights
   * @param index the place in its row's array, in row-major order from 0; empty for plain numbers
   * @param kept the values of the kept columns by their names: null, or Boolean, Long, Double,
   *     BigDecimal or String
   */
  public record Element(
      double error,
      Object prediction,
      Object target,
      Object weight,
      OptionalInt index,
      Map<String, Object> kept) {
    public Element {
      kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
    }
  }
}

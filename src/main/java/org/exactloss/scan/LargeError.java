package org.exactloss.scan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One of the elements with the largest errors. Numbers are exact: Long of integers, BigDecimal of
 * decimals, else Double.
 *
 * @param error p − t, rounded once; by IEEE rules where one is NaN or infinite
 * @param weight 1 where there are no weights
 * @param index the element's place in its row's array, in row-major order; empty for plain numbers
 * @param kept the values of the kept columns by their names, as Spark's rows hold them
 */
public record LargeError(
    double error,
    Object prediction,
    Object target,
    Object weight,
    OptionalInt index,
    Map<String, Object> kept) {

  public LargeError {
    kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
  }

  /** Those of one model, the largest one first. */
  static List<LargeError> of(WorstElements elements, ScanRequest request, int model) {
    List<LargeError> errors = new ArrayList<>();
    for (WorstElement element : elements.sorted()) {
      errors.add(
          new LargeError(
              element.error(elements.scales()),
              element.prediction().value(request.predictions().get(model).element()),
              element.target().value(request.target().element()),
              element
                  .weight()
                  .map(weight -> weight.value(request.weight().get(0).element()))
                  .orElse(1L),
              request.hasArrays() ? OptionalInt.of(element.index()) : OptionalInt.empty(),
              kept(element, request.worst())));
    }
    return List.copyOf(errors);
  }

  private static Map<String, Object> kept(WorstElement element, WorstRequest request) {
    List<Object> values = GroupShuffle.values(element.kept(), KeptValues.types(request.kept()));
    Map<String, Object> kept = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      kept.put(request.kept().fieldNames()[i], values.get(i));
    }
    return kept;
  }
}

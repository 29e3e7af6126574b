package org.exactloss.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.exactloss.spec.Divisor;

/**
 * A prediction and a target of one shape, how they are reduced, and what came out elsewhere.
 *
 * @param id tells it from other cases of its file
 * @param shape sizes of the dimensions; empty for one number
 * @param prediction the elements in row-major order
 * @param weight one per element, or one per row; absent where there are none
 * @param theirs what the other library computed
 * @param exact what exact fractions gave, rounded once
 */
public record TensorCase(
    int id,
    String name,
    NumberFormat format,
    List<Integer> shape,
    List<Double> prediction,
    List<Double> target,
    Optional<List<Double>> weight,
    Divisor divisor,
    JsonNode theirs,
    JsonNode exact) {

  /** All tensors of a file; the library's results have its name. */
  public static List<TensorCase> all(GoldenFile file, String kind, String library) {
    AtomicInteger next = new AtomicInteger();
    return file.cases(kind).map(node -> of(next.getAndIncrement(), node, library)).toList();
  }

  /** One case; the results of the library have its name. */
  public static TensorCase of(int id, JsonNode node, String library) {
    return new TensorCase(
        id,
        node.required("name").asText(),
        NumberFormat.of(node),
        GoldenFile.shape(node),
        GoldenFile.numbers(node.required("prediction")),
        GoldenFile.numbers(node.required("target")),
        Optional.of(node.path("weight")).filter(JsonNode::isArray).map(GoldenFile::numbers),
        Divisor.valueOf(node.path("divideBy").asText("weights").toUpperCase(Locale.ROOT)),
        node.required(library),
        node.required("exact"));
  }

  /** How many rows there are: the size of the first dimension. */
  public int rows() {
    return shape.isEmpty() ? 1 : shape.get(0);
  }

  /** The depth of the array in a row; 0 for a number. */
  public int depth() {
    return Math.max(shape.size() - 1, 0);
  }

  /** How many elements a row has. */
  public int rowSize() {
    return prediction.size() / rows();
  }

  /** Whether a weight holds for all elements of a row, of which there are several dimensions. */
  public boolean weighsRows() {
    return depth() > 0 && weight.isPresent() && weight.get().size() == rows();
  }

  public double weight(int element) {
    List<Double> weights = weight.orElseThrow();
    return weights.get(element * weights.size() / prediction.size());
  }

  /** One row of a flat list: a number, or lists of lists. */
  public Object row(List<Double> values, int row) {
    return nested(values, 1, row * rowSize(), rowSize());
  }

  private Object nested(List<Double> values, int dimension, int from, int size) {
    if (dimension >= shape.size()) {
      return format.stored(values.get(from));
    }
    int parts = shape.get(dimension);
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      list.add(nested(values, dimension + 1, from + i * (size / parts), size / parts));
    }
    return list;
  }

  @Override
  public String toString() {
    return name;
  }
}

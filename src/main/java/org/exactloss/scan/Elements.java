package org.exactloss.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.exactloss.state.Exclusion;

/**
 * Elements of one model: the numbers of rows one after another, each row's in row-major order. It
 * has room for any row, and is used again and again.
 */
final class Elements {
  /** The output of an element that has no single one. */
  static final int NO_OUTPUT = -1;

  /**
   * An element that stands for several outputs: a null in place of a whole array.
   *
   * @param element its place
   * @param first the first output
   * @param count how many outputs; {@link #EVERY} where the row's shape is unknown
   */
  record Span(int element, int first, int count) {
    static final int EVERY = -1;
  }

  final Column prediction;
  final Column target;
  final Optional<Column> weight;
  private final List<Span> spans = new ArrayList<>();
  private Exclusion[] exclusions;
  private int[] outputs;
  private boolean excluded;
  private int size;

  /**
   * @param capacity the elements for which there is room from the start
   */
  Elements(ScanRequest request, int model, int capacity) {
    exclusions = new Exclusion[capacity];
    prediction = new Column(request.predictions().get(model).element(), capacity);
    target = new Column(request.target().element(), capacity);
    weight =
        request.weight().stream().findFirst().map(type -> new Column(type.element(), capacity));
    outputs = new int[request.separateOutputs() ? capacity : 0];
  }

  int size() {
    return size;
  }

  /** The element's place in its row's array, where outputs are separate, or {@link #NO_OUTPUT}. */
  int output(int element) {
    return outputs[element];
  }

  /** The elements that stand for several outputs, where outputs are separate. */
  List<Span> spans() {
    return spans;
  }

  /** Makes room for so many more elements. */
  void reserve(int count) {
    int needed = Math.addExact(size, count);
    prediction.reserve(needed);
    target.reserve(needed);
    weight.ifPresent(column -> column.reserve(needed));
    if (needed > exclusions.length) {
      exclusions = Arrays.copyOf(exclusions, prediction.values.length);
      outputs = Arrays.copyOf(outputs, outputs.length == 0 ? 0 : prediction.values.length);
    }
  }

  /** Loads a column of the next elements, for which there is room; nulls where it has no source. */
  void load(Column column, ColumnSource source, int from, int count) {
    if (source == null) {
      column.loadNulls(count, size);
    } else {
      column.load(source, from, count, size);
    }
  }

  /**
   * Gives the weight of this row to {@code count} elements from the {@code skip}-th next one on.
   */
  void repeatWeight(ColumnSource source, int row, int count, int skip) {
    weight.orElseThrow().loadRepeated(source, row, count, size + skip);
  }

  /**
   * Takes in the loaded elements.
   *
   * @param output the output of the first one
   * @param rowOutputs how many outputs a row has: the one after the last is the next row's first
   */
  void append(int count, int output, int rowOutputs) {
    if (outputs.length > 0) {
      int next = output;
      for (int i = size; i < size + count; i++) {
        outputs[i] = next;
        next = next + 1 == rowOutputs ? 0 : next + 1;
      }
    }
    size += count;
  }

  /** Takes in elements that are at the given places of others. */
  void gather(Elements from, int[] places, int count) {
    reserve(count);
    prediction.gather(from.prediction, places, 0, count, size);
    target.gather(from.target, places, 0, count, size);
    if (weight.isPresent()) {
      weight.get().gather(from.weight.orElseThrow(), places, 0, count, size);
    }
    size += count;
  }

  /** Takes in one loaded element that stands for several outputs; none if the count is 0. */
  void appendSpan(int first, int count) {
    if (outputs.length > 0) {
      outputs[size] = NO_OUTPUT;
      if (count != 0) {
        spans.add(new Span(size, first, count));
      }
    }
    size++;
  }

  /** Takes in a whole row as one element that is left out. */
  void appendExcluded(Exclusion reason) {
    reserve(1);
    prediction.loadNulls(1, size);
    target.loadNulls(1, size);
    weight.ifPresent(column -> column.loadNulls(1, size));
    exclusions[size] = reason;
    excluded = true;
    appendSpan(0, Span.EVERY);
  }

  /**
   * The reason for each element that is left out for its row, weight or target, else null at its
   * place; null if there is no such element.
   */
  Exclusion[] exclusions(ElementRules rules) {
    if (!excluded && !rules.mayExclude(target)) {
      return null;
    }
    boolean found = excluded;
    for (int element = 0; element < size; element++) {
      if (exclusions[element] == null) {
        exclusions[element] = rules.ofWeightAndTarget(weight, target, element);
        found |= exclusions[element] != null;
      }
    }
    excluded = found;
    return found ? exclusions : null;
  }

  /** Forgets all elements. */
  void clear() {
    prediction.clear();
    target.clear();
    weight.ifPresent(Column::clear);
    if (excluded) {
      Arrays.fill(exclusions, 0, size, null);
      excluded = false;
    }
    spans.clear();
    size = 0;
  }
}

package org.exactloss.scan;

import java.util.Arrays;
import org.exactloss.kernel.KernelKind;
import org.exactloss.state.MeanState;

/**
 * The differences of the losses of a model and the baseline over rows of arrays, each row by
 * itself. The elements of one place of the arrays belong together; they need not have the same
 * number on both sides, as a null array that meets a null is one element and else as many as the
 * other has.
 */
final class TensorPair {
  private final Side model;
  private final Side baseline;
  private final ElementRules rules;
  private final ModelPair differences;

  TensorPair(ScanRequest asked, int model, KernelKind kind, int capacity) {
    ScanRequest request = asked.withSeparateOutputs();
    this.model = new Side(request, model, capacity);
    baseline = new Side(request, request.further().baseline(), capacity);
    rules = new ElementRules(request);
    differences = new ModelPair(request, model, kind, capacity);
  }

  /** The elements of one row of one model. */
  private static final class Side {
    private final RowFlattener flattener;
    private final Elements elements;

    /** Those whose place in the arrays has an element on the other side too. */
    private final Elements shared;

    private int[] places = {};
    private int count;

    Side(ScanRequest request, int model, int capacity) {
      flattener = new RowFlattener(request, model);
      elements = new Elements(request, model, capacity);
      shared = new Elements(request, model, capacity);
    }

    /** Whether the row has elements of numbers. */
    boolean load(ColumnSource[] columns, int row) {
      elements.clear();
      shared.clear();
      count = 0;
      return flattener.append(columns, row, elements) == null;
    }

    private int output(int element) {
      return elements.output(element);
    }

    private void share(int element) {
      if (count == places.length) {
        places = Arrays.copyOf(places, Math.max(elements.size(), 2 * count));
      }
      places[count++] = element;
    }

    Elements gathered() {
      shared.gather(elements, places, count);
      return shared;
    }
  }

  /** Takes in one row. */
  void addRow(ColumnSource[] columns, int row) {
    if (!model.load(columns, row) || !baseline.load(columns, row)) {
      return;
    }
    if (areAligned()) {
      add(model.elements, baseline.elements);
    } else {
      findShared();
      add(model.gathered(), baseline.gathered());
    }
  }

  private boolean areAligned() {
    int size = model.elements.size();
    boolean aligned = size == baseline.elements.size();
    for (int element = 0; element < size && aligned; element++) {
      aligned = model.output(element) == baseline.output(element);
    }
    return aligned;
  }

  /** The outputs of both sides ascend, apart from elements that have none, which hold no number. */
  private void findShared() {
    int other = 0;
    for (int element = 0; element < model.elements.size(); element++) {
      int output = model.output(element);
      if (output == Elements.NO_OUTPUT) {
        continue;
      }
      while (other < baseline.elements.size() && baseline.output(other) < output) {
        other++;
      }
      if (other < baseline.elements.size() && baseline.output(other) == output) {
        model.share(element);
        baseline.share(other);
      }
    }
  }

  private void add(Elements elements, Elements others) {
    differences.add(
        elements.prediction,
        others.prediction,
        elements.target,
        elements.weight,
        elements.exclusions(rules),
        elements.size());
  }

  /** The state of everything that was added since the last time it was taken. */
  MeanState takeState() {
    return differences.takeState();
  }
}

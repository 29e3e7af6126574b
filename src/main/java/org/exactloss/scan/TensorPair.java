package org.exactloss.scan;

import org.exactloss.kernel.KernelKind;
import org.exactloss.state.Exclusion;
import org.exactloss.state.MeanState;

/**
 * The differences of the losses of a model and the baseline over rows of arrays, each row by
 * itself: only where both have one shape can both use an element.
 */
final class TensorPair {
  private final Side model;
  private final Side baseline;
  private final ElementRules rules;
  private final ModelPair differences;

  TensorPair(ScanRequest request, int model, KernelKind kind, int capacity) {
    this.model = new Side(request, model, capacity);
    baseline = new Side(request, request.further().baseline(), capacity);
    rules = new ElementRules(request);
    differences = new ModelPair(request, model, kind, capacity);
  }

  /** The elements of one row of one model. */
  private static final class Side {
    private final RowFlattener flattener;
    private final Elements elements;

    Side(ScanRequest request, int model, int capacity) {
      flattener = new RowFlattener(request, model);
      elements = new Elements(request, model, capacity);
    }

    /** Whether the row has elements of numbers. */
    boolean load(ColumnSource[] columns, int row) {
      elements.clear();
      return flattener.append(columns, row, elements) == null;
    }
  }

  /** Takes in one row. */
  void addRow(ColumnSource[] columns, int row) {
    if (!model.load(columns, row)
        || !baseline.load(columns, row)
        || model.elements.size() != baseline.elements.size()) {
      return;
    }
    Elements elements = model.elements;
    Exclusion[] exclusions = elements.exclusions(rules);
    differences.add(
        elements.prediction,
        baseline.elements.prediction,
        elements.target,
        elements.weight,
        exclusions,
        elements.size());
  }

  /** The state of everything that was added since the last time it was taken. */
  MeanState takeState() {
    return differences.takeState();
  }
}

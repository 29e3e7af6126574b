package org.exactloss.scan;

import java.util.Optional;
import org.exactloss.kernel.KernelKind;
import org.exactloss.state.Exclusion;

/** The sums of one model over rows of arrays. */
final class TensorModel {
  private final ScanRequest request;
  private final int partition;
  private final int capacity;
  private final RowFlattener flattener;
  private final Elements elements;
  private final ElementRules rules;
  private final ModelAccumulator sums;
  private final Optional<OutputAccumulator> outputs;
  private final Optional<TensorPair> pair;
  private Optional<ShapeMismatch> mismatch = Optional.empty();

  TensorModel(ScanRequest request, int model, KernelKind kind, int partition, int capacity) {
    this.capacity = capacity;
    this.request = request;
    this.partition = partition;
    flattener = new RowFlattener(request, model);
    elements = new Elements(request, model, capacity);
    rules = new ElementRules(request);
    sums = new ModelAccumulator(request, model, kind, capacity);
    pair =
        request.further().hasBaseline() && model != request.further().baseline()
            ? Optional.of(new TensorPair(request, model, kind, capacity))
            : Optional.empty();
    outputs =
        request.separateOutputs()
            ? Optional.of(new OutputAccumulator(request, model, kind, capacity))
            : Optional.empty();
  }

  /** Takes in all rows of a batch. */
  void addBatch(ColumnSource[] columns, int count) {
    if (pair.isPresent()) {
      for (int row = 0; row < count; row++) {
        pair.get().addRow(columns, row);
      }
    }
    addElements(columns, count);
  }

  private void addElements(ColumnSource[] columns, int count) {
    for (int row = 0; row < count; ) {
      int room = capacity() - elements.size();
      int rows = flattener.appendBlock(columns, row, count - row, room, elements);
      if (rows > 0) {
        appended(rows);
        row += rows;
      } else {
        addElementsOfRow(columns, row);
        row++;
      }
    }
  }

  /** Takes in one row. */
  void addRow(ColumnSource[] columns, int row) {
    pair.ifPresent(both -> both.addRow(columns, row));
    addElementsOfRow(columns, row);
  }

  private void addElementsOfRow(ColumnSource[] columns, int row) {
    Exclusion exclusion = flattener.append(columns, row, elements);
    if (exclusion == null) {
      appended(1);
      return;
    }
    if (exclusion == Exclusion.SHAPE_MISMATCH && mismatch.isEmpty()) {
      mismatch = Optional.of(mismatch(flattener.arrays(columns, row)));
    }
    countRows(1);
  }

  private void appended(int rows) {
    outputs.ifPresent(each -> each.addShape(flattener.shape()));
    countRows(rows);
  }

  private void countRows(int rows) {
    sums.addRows(rows);
    outputs.ifPresent(each -> each.addRows(rows));
    if (elements.size() >= capacity()) {
      evaluate();
    }
  }

  private int capacity() {
    return outputs.map(OutputAccumulator::capacity).orElse(capacity);
  }

  private void evaluate() {
    Exclusion[] exclusions = elements.exclusions(rules);
    sums.add(elements.prediction, elements.target, elements.weight, exclusions, elements.size());
    outputs.ifPresent(each -> each.add(elements, exclusions));
    elements.clear();
  }

  private ShapeMismatch mismatch(RowArrays arrays) {
    RowArrays.Types types = arrays.types();
    int depth = arrays.levels();
    boolean weightPerEntry = request.weighted() && !request.weight().get(0).isScalar();
    return new ShapeMismatch(
        partition,
        ShapeText.of(arrays.prediction(), types.predictionVectors(), depth),
        ShapeText.of(arrays.target(), types.targetVectors(), depth),
        weightPerEntry
            ? Optional.of(ShapeText.of(arrays.weight(), types.weightVectors(), depth))
            : Optional.empty());
  }

  /** What was found in all rows. To be called once, at the end. */
  ModelTally takeTally() {
    if (elements.size() > 0) {
      evaluate();
    }
    ModelStates states = sums.takeStates();
    pair.ifPresent(both -> states.addChange(both.takeState()));
    return new ModelTally(
        states, outputs.map(OutputAccumulator::tally).orElseGet(OutputTally::new), mismatch);
  }
}

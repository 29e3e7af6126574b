package org.exactloss.scan;

import java.util.Arrays;
import org.exactloss.state.Exclusion;

/**
 * Turns rows of one model into elements. The entries of arrays become elements in row-major order.
 * Prediction, target and a weight of the same depth must agree on one rectangular shape; a null
 * array agrees with any: beside n entries it is n nulls, beside another null it is one null. A row
 * without such a shape is one element, which is left out.
 */
final class RowFlattener {
  private final ScanRequest request;
  private final int predictionOrdinal;
  private final ValueType predictionType;
  private final RowArrays.Types vectors;
  private final int depth;

  /** Whether the weight has a number for each entry; else it has one for each row, or none. */
  private final boolean weightPerEntry;

  private final RowShape shape;
  private final int[] otherLengths;

  RowFlattener(ScanRequest request, int model) {
    this.request = request;
    predictionOrdinal = request.predictionOrdinal(model);
    predictionType = request.predictions().get(model);
    depth = predictionType.depth();
    weightPerEntry = request.weighted() && !request.weight().get(0).isScalar();
    vectors =
        new RowArrays.Types(
            predictionType.vector(),
            request.target().vector(),
            weightPerEntry && request.weight().get(0).vector());
    shape = new RowShape(depth);
    otherLengths = new int[depth];
  }

  /** The shape of the row or of the rows that were appended last; of no meaning for others. */
  RowShape shape() {
    return shape;
  }

  /**
   * Appends the elements of one row.
   *
   * @return why the whole row is left out, or null
   */
  Exclusion append(ColumnSource[] columns, int row, Elements elements) {
    Exclusion exclusion = null;
    if (request.malformedRecords() && columns[request.malformedOrdinal()].booleanAt(row)) {
      exclusion = Exclusion.MALFORMED_RECORD;
    } else if (depth == 0) {
      appendScalars(columns, row, elements);
    } else {
      RowArrays arrays = arrays(columns, row);
      if (shape.find(arrays)) {
        Row appended = new Row(columns, row, elements);
        appended.append(arrays, 0, 0);
      } else {
        exclusion = Exclusion.SHAPE_MISMATCH;
      }
    }
    if (exclusion != null) {
      elements.appendExcluded(exclusion);
    }
    return exclusion;
  }

  /** The outermost arrays of a row. */
  RowArrays arrays(ColumnSource[] columns, int row) {
    return RowArrays.of(
        columns[predictionOrdinal],
        columns[0],
        weightPerEntry ? columns[request.weightOrdinal()] : null,
        row,
        vectors,
        depth);
  }

  private void appendScalars(ColumnSource[] columns, int row, Elements elements) {
    elements.reserve(1);
    elements.load(elements.prediction, columns[predictionOrdinal], row, 1);
    elements.load(elements.target, columns[0], row, 1);
    if (request.weighted()) {
      elements.repeatWeight(columns[request.weightOrdinal()], row, 1, 0);
    }
    elements.append(1, 0, 1);
  }

  /** A row on its way into the elements. */
  private final class Row {
    private final ColumnSource[] columns;
    private final int row;
    private final Elements elements;
    private boolean spansEvery;

    Row(ColumnSource[] columns, int row, Elements elements) {
      this.columns = columns;
      this.row = row;
      this.elements = elements;
    }

    void append(RowArrays arrays, int level, int output) {
      if (arrays.allNull()) {
        appendNull(level, output);
      } else if (arrays.levels() == 1) {
        appendEntries(arrays, output);
      } else {
        int inner = shape.isComplete() ? entries(level + 1) : 0;
        for (int i = 0; i < arrays.length(); i++) {
          append(arrays.inner(i), level + 1, output + i * inner);
        }
      }
    }

    private void appendNull(int level, int output) {
      elements.reserve(1);
      elements.load(elements.prediction, null, 0, 1);
      elements.load(elements.target, null, 0, 1);
      loadWeights(null, 1);
      if (shape.isComplete()) {
        elements.appendSpan(output, entries(level));
      } else {
        // All arrays of such a row are null, and each output has one null of it.
        elements.appendSpan(0, spansEvery ? 0 : Elements.Span.EVERY);
        spansEvery = true;
      }
    }

    private void appendEntries(RowArrays arrays, int output) {
      int count = arrays.length();
      elements.reserve(count);
      elements.load(elements.prediction, arrays.prediction(), 0, count);
      elements.load(elements.target, arrays.target(), 0, count);
      loadWeights(arrays.weight(), count);
      elements.append(count, output, entries(0));
    }

    /** Matters only to separate outputs; without them, a row of nulls may stand for any number. */
    private int entries(int level) {
      return request.separateOutputs() ? shape.entries(level) : 0;
    }

    private void loadWeights(ArrayItems weights, int count) {
      if (weightPerEntry) {
        elements.load(elements.weight.orElseThrow(), weights, 0, count);
      } else if (request.weighted()) {
        elements.repeatWeight(columns[request.weightOrdinal()], row, count, 0);
      }
    }
  }

  /**
   * Appends rows of one shape whose entries lie one behind the other, as one run.
   *
   * @param limit how many rows there are at most
   * @param room how many elements are wanted at most; one row is appended in any case
   * @return how many rows were appended; 0 if the first one has to be looked at by itself
   */
  int appendBlock(ColumnSource[] columns, int row, int limit, int room, Elements elements) {
    if (request.malformedRecords() || !isBlock(columns, row, 1)) {
      return 0;
    }
    int rowEntries = shape.entries(0);
    int rows = Math.min(limit, Math.max(1, room / Math.max(1, rowEntries)));
    rows = Math.min(rows, columns[predictionOrdinal].blockRows(predictionType, row, rows));
    rows = Math.min(rows, columns[0].blockRows(request.target(), row, rows));
    if (weightPerEntry) {
      ColumnSource weights = columns[request.weightOrdinal()];
      rows = Math.min(rows, weights.blockRows(request.weight().get(0), row, rows));
    }
    if (depth > 1 && rows > 1 && !isBlock(columns, row, rows)) {
      rows = 1;
    }
    loadBlock(columns, row, rows, rowEntries, elements);
    return rows;
  }

  /** Whether rows are blocks of one shape, which is then in {@link #shape}. */
  private boolean isBlock(ColumnSource[] columns, int row, int rows) {
    return columns[predictionOrdinal].blockStart(predictionType, row, rows, shape.lengths) >= 0
        && columns[0].blockStart(request.target(), row, rows, otherLengths) >= 0
        && Arrays.equals(shape.lengths, otherLengths)
        && (!weightPerEntry
            || (columns[request.weightOrdinal()].blockStart(
                        request.weight().get(0), row, rows, otherLengths)
                    >= 0
                && Arrays.equals(shape.lengths, otherLengths)));
  }

  private void loadBlock(
      ColumnSource[] columns, int row, int rows, int rowEntries, Elements elements) {
    int count = rows * rowEntries;
    elements.reserve(count);
    loadBlock(
        columns[predictionOrdinal], predictionType, row, count, elements, elements.prediction);
    loadBlock(columns[0], request.target(), row, count, elements, elements.target);
    if (weightPerEntry) {
      loadBlock(
          columns[request.weightOrdinal()],
          request.weight().get(0),
          row,
          count,
          elements,
          elements.weight.orElseThrow());
    } else if (request.weighted()) {
      for (int i = 0; i < rows; i++) {
        elements.repeatWeight(
            columns[request.weightOrdinal()], row + i, rowEntries, i * rowEntries);
      }
    }
    elements.append(count, 0, rowEntries);
  }

  private void loadBlock(
      ColumnSource source, ValueType type, int row, int count, Elements elements, Column column) {
    int start = source.blockStart(type, row, 1, otherLengths);
    elements.load(column, source.entries(type), start, count);
  }
}

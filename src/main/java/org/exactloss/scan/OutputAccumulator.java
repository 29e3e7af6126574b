package org.exactloss.scan;

import java.util.Optional;
import java.util.stream.IntStream;
import org.exactloss.kernel.KernelKind;
import org.exactloss.state.Exclusion;

/**
 * The sums of each output of one model within one task. Elements of many rows are gathered output
 * by output, so that each one's go to the kernel as one run; between runs an output is no more than
 * its state.
 */
final class OutputAccumulator {
  /** Elements that are kept at most for it, unless a row has more. */
  private static final int MAX_CAPACITY = 1 << 19;

  private final OutputTally tally = new OutputTally();
  private final ModelAccumulator sums;
  private final Column prediction;
  private final Column target;
  private final Optional<Column> weight;
  private Exclusion[] exclusions = new Exclusion[0];
  private int[] order = new int[0];
  private final int leastCapacity;

  /** Rows that are wanted for a run. */
  private final int run;

  private int capacity;

  /**
   * @param capacity elements that are added at a time while the number of outputs is not known
   */
  OutputAccumulator(ScanRequest request, int model, KernelKind kind, int capacity) {
    this.capacity = capacity;
    leastCapacity = capacity;
    run = Math.max(1, capacity / 4);
    sums = new ModelAccumulator(request, model, kind, run);
    prediction = new Column(request.predictions().get(model).element(), run);
    target = new Column(request.target().element(), run);
    weight = request.weight().stream().findFirst().map(type -> new Column(type.element(), run));
  }

  /** How many elements it is best to add at a time. */
  int capacity() {
    return capacity;
  }

  void addRows(long rows) {
    tally.addRows(rows);
  }

  /** Takes in the shape of rows whose elements are going to be added. */
  void addShape(RowShape shape) {
    tally.addShape(shape);
    long wanted = Math.max(leastCapacity, run * (long) tally.size());
    capacity = (int) Math.min(MAX_CAPACITY, wanted);
  }

  /** Adds elements, with the reasons that {@link Elements#exclusions} gives. */
  void add(Elements elements, Exclusion[] shared) {
    for (Elements.Span span : elements.spans()) {
      addSpan(span, shared[span.element()]);
    }
    if (tally.size() == 0) {
      return;
    }
    int[] ends = sort(elements);
    for (int output = 0; output < tally.size(); output++) {
      int start = output == 0 ? 0 : ends[output - 1];
      if (ends[output] > start) {
        addRun(elements, shared, output, start, ends[output] - start);
      }
    }
  }

  private void addSpan(Elements.Span span, Exclusion reason) {
    if (span.count() == Elements.Span.EVERY) {
      tally.excludeEvery(reason, 1);
    } else if (tally.size() > 0) {
      IntStream.range(span.first(), span.first() + span.count())
          .forEach(output -> tally.own(output).loss().exclude(reason, 1));
    }
  }

  /** Puts the elements in the order of their outputs, and says where those of each one end. */
  private int[] sort(Elements elements) {
    if (order.length < elements.size()) {
      order = new int[Math.max(capacity, elements.size())];
    }
    int[] ends = new int[tally.size() + 1];
    for (int element = 0; element < elements.size(); element++) {
      ends[elements.output(element) + 1]++;
    }
    // Counting sort: after this, ends[i] is where the elements of output i begin.
    ends[0] = 0;
    for (int output = 1; output < ends.length; output++) {
      ends[output] += ends[output - 1];
    }
    for (int element = 0; element < elements.size(); element++) {
      if (elements.output(element) != Elements.NO_OUTPUT) {
        order[ends[elements.output(element)]++] = element;
      }
    }
    return ends;
  }

  private void addRun(Elements elements, Exclusion[] shared, int output, int start, int count) {
    prediction.gather(elements.prediction, order, start, count, 0);
    target.gather(elements.target, order, start, count, 0);
    weight.ifPresent(
        column -> column.gather(elements.weight.orElseThrow(), order, start, count, 0));
    sums.add(prediction, target, weight, gather(shared, start, count), count);
    tally.own(output).add(sums.takeStates());
    prediction.clear();
    target.clear();
    weight.ifPresent(Column::clear);
  }

  private Exclusion[] gather(Exclusion[] shared, int start, int count) {
    if (shared == null) {
      return null;
    }
    if (exclusions.length < count) {
      exclusions = new Exclusion[count];
    }
    for (int i = 0; i < count; i++) {
      exclusions[i] = shared[order[start + i]];
    }
    return exclusions;
  }

  /** What was found of all outputs. */
  OutputTally tally() {
    return tally;
  }
}

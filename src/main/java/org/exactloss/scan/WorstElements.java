package org.exactloss.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The elements of one model with the largest errors, in the order of {@link WorstElement}: never
 * more than a limit. Adding is commutative and associative, and the bytes depend on the elements
 * alone. Mutable; used by one thread.
 */
public final class WorstElements {
  private final int limit;
  private final WorstElement.Scales scales;

  /** The smallest error first. */
  private final PriorityQueue<WorstElement> largest =
      new PriorityQueue<>(WorstElement.LARGEST_FIRST.reversed());

  /** No error below it is among the largest. */
  private double bound = Double.NEGATIVE_INFINITY;

  private final ErrorBounds bounds;

  WorstElements(int limit, WorstElement.Scales scales) {
    this.limit = limit;
    this.scales = scales;
    bounds = new ErrorBounds(scales);
  }

  /** How many elements there are. */
  public int size() {
    return largest.size();
  }

  WorstElement.Scales scales() {
    return scales;
  }

  /** The elements, the largest error first. */
  List<WorstElement> sorted() {
    return largest.stream().sorted(WorstElement.LARGEST_FIRST).toList();
  }

  /** Whether the element at these rows can be among the largest; cheap, and true where unsure. */
  boolean mayHave(Column prediction, Column target, int row) {
    return !(bounds.upper(approximate(prediction, row), approximate(target, row)) < bound);
  }

  private static double approximate(Column column, int row) {
    return column.status[row] == Column.WIDE ? column.wide(row).doubleValue() : column.values[row];
  }

  /** Takes in an element, if it is one of the largest. */
  void add(WorstElement element) {
    if (largest.size() < limit) {
      largest.add(element);
    } else if (WorstElement.LARGEST_FIRST.compare(element, largest.element()) < 0) {
      largest.remove();
      largest.add(element);
    }
    if (largest.size() == limit) {
      bound = bounds.lower(largest.element());
    }
  }

  /** Takes in all elements of others of the same model. */
  void add(WorstElements other) {
    other.largest.forEach(this::add);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(limit);
    out.writeInt(scales.prediction());
    out.writeInt(scales.target());
    out.writeInt(largest.size());
    for (WorstElement element : sorted()) {
      element.write(out);
    }
  }

  static WorstElements read(DataInputStream in) throws IOException {
    int limit = in.readInt();
    WorstElement.Scales scales = new WorstElement.Scales(in.readInt(), in.readInt());
    WorstElements elements = new WorstElements(limit, scales);
    for (int left = in.readInt(); left > 0; left--) {
      elements.add(WorstElement.read(in, scales));
    }
    return elements;
  }
}

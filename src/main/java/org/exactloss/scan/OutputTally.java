package org.exactloss.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.exactloss.state.Exclusion;
import org.exactloss.state.LossState;

/**
 * What was found of the outputs of one model, an output being one place of every row's array. Rows
 * in which every output is null, as the whole array is, are counted once and belong to each output.
 * Mutable; adding is commutative and associative.
 */
public final class OutputTally {
  private final ShapeTally shapes;
  private final LossState every;
  private List<ModelStates> own;

  /** A tally of nothing. */
  OutputTally() {
    this(new ShapeTally(), new LossState(), new ArrayList<>());
  }

  private OutputTally(ShapeTally shapes, LossState every, List<ModelStates> own) {
    this.shapes = shapes;
    this.every = every;
    this.own = own;
  }

  /** The shapes of the rows; there are no states unless they are one. */
  public ShapeTally shapes() {
    return shapes;
  }

  /** The states of each output, in row-major order; copies. */
  public List<ModelStates> states() {
    return states(own.size());
  }

  /**
   * The states of each output where their number is known from other rows.
   *
   * @param outputs at least as many as these rows have
   */
  public List<ModelStates> states(int outputs) {
    List<ModelStates> all = new ArrayList<>();
    for (int output = 0; output < outputs; output++) {
      ModelStates states = output < own.size() ? own.get(output).copy() : new ModelStates();
      states.loss().add(every);
      all.add(states);
    }
    return all;
  }

  /** Counts rows, which are rows of each output. */
  void addRows(long rows) {
    every.addRows(rows);
  }

  /** Counts so many elements of each output. */
  void excludeEvery(Exclusion reason, long count) {
    every.exclude(reason, count);
  }

  /** How many outputs have sums; none where shapes differ, are unknown or have too many. */
  public int size() {
    return own.size();
  }

  /** The sums of one output. */
  ModelStates own(int output) {
    return own.get(output);
  }

  /** Takes in the shape of rows. */
  void addShape(RowShape shape) {
    if (shapes.add(shape)) {
      adapt();
    }
  }

  private void adapt() {
    int outputs = shapes.outputs();
    if (outputs == 0) {
      own = new ArrayList<>();
    }
    while (own.size() < outputs) {
      own.add(new ModelStates());
    }
  }

  void add(OutputTally other) {
    every.add(other.every);
    shapes.add(other.shapes);
    adapt();
    for (int i = 0; i < Math.min(own.size(), other.own.size()); i++) {
      own.get(i).add(other.own.get(i));
    }
  }

  /**
   * Takes what was found of a part of the rows away.
   *
   * @throws ArithmeticException if it cannot be a part, or if rows have several shapes, of whose
   *     outputs no sums are kept
   */
  void subtract(OutputTally other) {
    if (!shapes.conflict().isEmpty()) {
      throw new ArithmeticException(
          "Cannot take rows away from rows of the shapes "
              + String.join(" and ", shapes.conflict()));
    }
    if (other.own.size() > own.size()) {
      throw new ArithmeticException(
          "Cannot take " + other.own.size() + " outputs away from " + own.size());
    }
    every.subtract(other.every);
    for (int i = 0; i < other.own.size(); i++) {
      own.get(i).subtract(other.own.get(i));
    }
  }

  /** Whether there is nothing. */
  boolean isEmpty() {
    return own.isEmpty() && every.rows() == 0 && every.elements() == 0 && shapes.isEmpty();
  }

  /** The same without states of nothing. */
  OutputTally withoutEmpty() {
    return new OutputTally(shapes, every, own.stream().map(ModelStates::withoutEmpty).toList());
  }

  void write(DataOutputStream out) throws IOException {
    shapes.write(out);
    byte[] bytes = every.toBytes();
    out.writeInt(bytes.length);
    out.write(bytes);
    out.writeInt(own.size());
    for (ModelStates states : own) {
      states.write(out);
    }
  }

  static OutputTally read(DataInputStream in) throws IOException {
    ShapeTally shapes = ShapeTally.read(in);
    LossState every = LossState.fromBytes(in.readNBytes(in.readInt()));
    List<ModelStates> own = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      own.add(ModelStates.read(in));
    }
    return new OutputTally(shapes, every, own);
  }
}

package org.exactloss.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.exactloss.state.Exclusion;
import org.exactloss.state.LossState;
import org.exactloss.state.LossStates;

/**
 * What was found of the outputs of one model, an output being one place of every row's array. Rows
 * in which every output is null, as the whole array is, are counted once and belong to each output.
 * Mutable; adding is commutative and associative.
 */
public final class OutputTally {
  private final ShapeTally shapes;
  private final LossState every;
  private List<LossState> own;

  /** A tally of nothing. */
  OutputTally() {
    this(new ShapeTally(), new LossState(), new ArrayList<>());
  }

  private OutputTally(ShapeTally shapes, LossState every, List<LossState> own) {
    this.shapes = shapes;
    this.every = every;
    this.own = own;
  }

  /** The shapes of the rows; there are no states unless they are one. */
  public ShapeTally shapes() {
    return shapes;
  }

  /** The state of each output, in row-major order; copies. */
  public List<LossState> states() {
    return states(own.size());
  }

  /**
   * The state of each output where their number is known from other rows.
   *
   * @param outputs at least as many as these rows have
   */
  public List<LossState> states(int outputs) {
    List<LossState> states = new ArrayList<>();
    for (int output = 0; output < outputs; output++) {
      LossState state = output < own.size() ? own.get(output).copy() : new LossState();
      state.add(every);
      states.add(state);
    }
    return states;
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
  LossState own(int output) {
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
      own.add(new LossState());
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

  void write(DataOutputStream out) throws IOException {
    shapes.write(out);
    List<LossState> states = new ArrayList<>(own);
    states.add(every);
    byte[] bytes = LossStates.toBytes(states);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static OutputTally read(DataInputStream in) throws IOException {
    ShapeTally shapes = ShapeTally.read(in);
    List<LossState> states = new ArrayList<>(LossStates.fromBytes(in.readNBytes(in.readInt())));
    LossState every = states.remove(states.size() - 1);
    return new OutputTally(shapes, every, states);
  }
}

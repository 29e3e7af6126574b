package org.exactloss.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.exactloss.state.Exclusion;
import org.exactloss.state.LossState;

/**
 * What was found of one model: the state of all its elements, where outputs are separate what was
 * found of each, the first row whose shapes do not agree, and the largest errors where they were
 * asked for. Mutable; adding is commutative and associative.
 */
public final class ModelTally {
  private final ModelStates states;
  private final OutputTally outputs;
  private Optional<ShapeMismatch> mismatch;
  private Optional<WorstElements> worst = Optional.empty();

  ModelTally(ModelStates states, OutputTally outputs, Optional<ShapeMismatch> mismatch) {
    this.states = states;
    this.outputs = outputs;
    this.mismatch = mismatch;
  }

  /** What was found of plain numbers. */
  static ModelTally of(ModelStates states) {
    return new ModelTally(states, new OutputTally(), Optional.empty());
  }

  /** The state of the loss of all elements. */
  public LossState state() {
    return states.loss();
  }

  /** All states of all elements. */
  public ModelStates states() {
    return states;
  }

  /** What was found of each output; nothing unless outputs are separate. */
  public OutputTally outputs() {
    return outputs;
  }

  /** The first row whose arrays agree on no shape, if there is one. */
  public Optional<ShapeMismatch> mismatch() {
    return mismatch;
  }

  /** The elements with the largest errors; empty unless they were asked for. */
  public Optional<WorstElements> worst() {
    return worst;
  }

  /** Takes in elements with large errors, which become part of this. */
  void addWorst(WorstElements further) {
    if (worst.isPresent()) {
      worst.get().add(further);
    } else {
      worst = Optional.of(further);
    }
  }

  /** Counts records that could not be read: an element each, and one of each output. */
  public void addMalformedRecords(long records) {
    state().addRows(records);
    state().exclude(Exclusion.MALFORMED_RECORD, records);
    outputs.addRows(records);
    outputs.excludeEvery(Exclusion.MALFORMED_RECORD, records);
  }

  void add(ModelTally other) {
    states.add(other.states);
    outputs.add(other.outputs);
    mismatch =
        mismatch
            .map(mine -> other.mismatch.map(its -> ShapeMismatch.first(mine, its)).orElse(mine))
            .or(() -> other.mismatch);
    other.worst.ifPresent(this::addWorst);
  }

  /**
   * Takes what was found of a part of the rows away; the largest errors are unknown from then on.
   *
   * @throws ArithmeticException if it cannot be a part
   */
  void subtract(ModelTally other) {
    outputs.subtract(other.outputs);
    states.subtract(other.states);
    worst = Optional.empty();
    if (state().excluded(Exclusion.SHAPE_MISMATCH) == 0) {
      mismatch = Optional.empty();
    }
  }

  void write(DataOutputStream out) throws IOException {
    states.write(out);
    outputs.write(out);
    out.writeBoolean(mismatch.isPresent());
    if (mismatch.isPresent()) {
      mismatch.get().write(out);
    }
    out.writeBoolean(worst.isPresent());
    if (worst.isPresent()) {
      worst.get().write(out);
    }
  }

  static ModelTally read(DataInputStream in) throws IOException {
    ModelStates states = ModelStates.read(in);
    OutputTally outputs = OutputTally.read(in);
    Optional<ShapeMismatch> mismatch =
        in.readBoolean() ? Optional.of(ShapeMismatch.read(in)) : Optional.empty();
    ModelTally tally = new ModelTally(states, outputs, mismatch);
    if (in.readBoolean()) {
      tally.addWorst(WorstElements.read(in));
    }
    return tally;
  }
}

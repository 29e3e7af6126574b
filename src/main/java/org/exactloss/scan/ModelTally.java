package org.exactloss.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.exactloss.state.Exclusion;
import org.exactloss.state.LossState;

/**
 * What was found of one model: the state of all its elements, where outputs are separate what was
 * found of each, and the first row whose shapes do not agree. Mutable; adding is commutative and
 * associative.
 */
public final class ModelTally {
  private final ModelStates states;
  private final OutputTally outputs;
  private Optional<ShapeMismatch> mismatch;

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
  }

  void write(DataOutputStream out) throws IOException {
    states.write(out);
    outputs.write(out);
    out.writeBoolean(mismatch.isPresent());
    if (mismatch.isPresent()) {
      mismatch.get().write(out);
    }
  }

  static ModelTally read(DataInputStream in) throws IOException {
    ModelStates states = ModelStates.read(in);
    OutputTally outputs = OutputTally.read(in);
    return new ModelTally(
        states, outputs, in.readBoolean() ? Optional.of(ShapeMismatch.read(in)) : Optional.empty());
  }
}

package org.exactloss.scan;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.exactloss.state.LossState;
import org.exactloss.state.LossStates;

/**
 * What a task, or several tasks merged, found: the canonical state of each model, the counts of a
 * join, and the kernels that ran. It travels as bytes; two results of the same rows have the same
 * states whatever the split.
 */
public final class TaskResult {
  private final List<LossState> states;
  private final JoinTally join;
  private final SortedSet<String> kernels;

  TaskResult(List<LossState> states, JoinTally join, SortedSet<String> kernels) {
    this.states = states;
    this.join = join;
    this.kernels = kernels;
  }

  /** The result of no rows, for a number of models. */
  static TaskResult empty(int models) {
    List<LossState> states =
        java.util.stream.Stream.generate(LossState::new).limit(models).toList();
    return new TaskResult(states, new JoinTally(), new TreeSet<>());
  }

  /** One state per model. */
  public List<LossState> states() {
    return states;
  }

  public JoinTally join() {
    return join;
  }

  /** Descriptions of the kernels that ran, one per kind of executor. */
  public SortedSet<String> kernels() {
    return kernels;
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      join.write(out);
      out.writeInt(kernels.size());
      for (String kernel : kernels) {
        out.writeUTF(kernel);
      }
      out.write(LossStates.toBytes(states));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static TaskResult fromBytes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      JoinTally join = JoinTally.read(in);
      SortedSet<String> kernels = new TreeSet<>();
      for (int left = in.readInt(); left > 0; left--) {
        kernels.add(in.readUTF());
      }
      return new TaskResult(LossStates.fromBytes(in.readAllBytes()), join, kernels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sum of two results, as bytes. */
  static byte[] merge(byte[] left, byte[] right) {
    TaskResult sum = fromBytes(left);
    TaskResult other = fromBytes(right);
    LossStates.addTo(sum.states, other.states);
    sum.join.add(other.join);
    sum.kernels.addAll(other.kernels);
    return sum.toBytes();
  }
}

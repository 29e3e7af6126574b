package org.exactloss.scan;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a task, or several tasks merged, found: of each model its canonical states, the counts of a
 * join, and the kernels that ran. It travels as bytes; two results of the same rows have the same
 * states whatever the split.
 */
public final class TaskResult {
  private final List<ModelTally> models;
  private final JoinTally join;
  private final SortedSet<String> kernels;

  TaskResult(List<ModelTally> models, JoinTally join, SortedSet<String> kernels) {
    this.models = models;
    this.join = join;
    this.kernels = kernels;
  }

  /** The result of no rows, for a number of models. */
  public static TaskResult empty(int models) {
    List<ModelTally> tallies =
        Stream.generate(() -> ModelTally.of(new ModelStates())).limit(models).toList();
    return new TaskResult(tallies, new JoinTally(), new TreeSet<>());
  }

  /** What was found of each model. */
  public List<ModelTally> models() {
    return models;
  }

  public JoinTally join() {
    return join;
  }

  /** Descriptions of the kernels that ran, one per kind of executor. */
  public SortedSet<String> kernels() {
    return kernels;
  }

  /** Whether another result has the same states of sums, bit for bit; groups have no pictures. */
  public boolean hasStatesOf(TaskResult other) {
    return Arrays.equals(stateBytes(), other.stateBytes());
  }

  private byte[] stateBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (ModelTally model : models) {
        model.states().withoutPictures().withoutEmpty().write(out);
        for (ModelStates output : model.outputs().states()) {
          output.withoutPictures().withoutEmpty().write(out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The bytes of these states; not for keeping, as their form may change. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      join.write(out);
      out.writeInt(kernels.size());
      for (String kernel : kernels) {
        out.writeUTF(kernel);
      }
      out.writeInt(models.size());
      for (ModelTally model : models) {
        model.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #toBytes} has written. */
  public static TaskResult fromBytes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      JoinTally join = JoinTally.read(in);
      SortedSet<String> kernels = new TreeSet<>();
      for (int left = in.readInt(); left > 0; left--) {
        kernels.add(in.readUTF());
      }
      List<ModelTally> models = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        models.add(ModelTally.read(in));
      }
      return new TaskResult(models, join, kernels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sum of two results, as bytes. */
  static byte[] merge(byte[] left, byte[] right) {
    TaskResult sum = fromBytes(left);
    sum.add(fromBytes(right));
    return sum.toBytes();
  }

  /**
   * Takes the result of a part of the rows away.
   *
   * @throws ArithmeticException if it cannot be a part
   */
  public void subtract(TaskResult other) {
    for (int i = 0; i < models.size(); i++) {
      models.get(i).subtract(other.models.get(i));
    }
  }

  /** Adds the result of other rows. */
  public void add(TaskResult other) {
    for (int i = 0; i < models.size(); i++) {
      models.get(i).add(other.models.get(i));
    }
    join.add(other.join);
    kernels.addAll(other.kernels);
  }
}

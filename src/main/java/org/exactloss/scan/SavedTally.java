package org.exactloss.scan;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The form of a {@link TaskResult} that lasts, version 1. Numbers are big-endian; a state is the
 * length of its canonical bytes, 4 bytes, and these bytes. Of each model, in their order:
 *
 * <pre>
 *  bytes
 *      1  1: separate outputs follow; 2: a row whose arrays agree on no shape follows; 3: both
 *         the states of all elements:
 *           1  which follow behind the first one: 1 moments, 2 noise, 4 change, 8 pictures
 *              the state of the loss, and those that follow, in this order
 *         the outputs:
 *           4  the number 1; 4: how many levels have arrays of unknown length below them
 *              of each: 4: how many lengths, at most 2; these, 4 bytes each, ascending
 *           4  how many shapes, at most 2; of each: 4: how many levels; their lengths, 4 bytes each
 *              the state of the elements that belong to every output
 *           4  how many outputs; of each its states, as above
 *         the row: the shapes of prediction, target and weight, each 4: length; UTF-8
 * </pre>
 *
 * <p>States of nothing are left out, so that equal content has equal bytes. The counts of a join,
 * the largest errors and the kernels that ran are not in it.
 */
public final class SavedTally {
  static final String GROUPING = "grouping";
  static final String KEY = "key";
  static final StructType SCHEMA =
      new StructType()
          .add(GROUPING, DataTypes.IntegerType, false)
          .add(KEY, DataTypes.BinaryType, false)
          .add("tally", DataTypes.BinaryType, false);

  private static final int OUTPUTS = 1;
  private static final int MISMATCH = 2;

  private SavedTally() {}

  /**
   * A group.
   *
   * @param key its values: of each a byte, 0 for null, else 1, and then 8 bytes, or for text and
   *     decimals a length, 4 bytes, and UTF-8 or the unscaled value in two's complement
   */
  public record Group(int grouping, byte[] key, byte[] tally) {}

  /** The bytes of what was found. */
  public static byte[] toBytes(TaskResult result) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (ModelTally model : result.models()) {
        write(model, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(ModelTally model, DataOutputStream out) throws IOException {
    boolean outputs = !model.outputs().isEmpty();
    out.writeByte((outputs ? OUTPUTS : 0) | (model.mismatch().isPresent() ? MISMATCH : 0));
    model.states().withoutEmpty().write(out);
    if (outputs) {
      model.outputs().withoutEmpty().write(out);
    }
    if (model.mismatch().isPresent()) {
      ShapeMismatch first = model.mismatch().get();
      for (String shape : List.of(first.prediction(), first.target(), first.weight().orElse(""))) {
        byte[] text = shape.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    }
  }

  /**
   * Reads the bytes back.
   *
   * @param models how many there are
   * @throws IllegalArgumentException if these are no such bytes
   */
  public static TaskResult fromBytes(byte[] bytes, int models) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      List<ModelTally> tallies = new ArrayList<>();
      for (int i = 0; i < models; i++) {
        tallies.add(read(in));
      }
      if (in.available() > 0) {
        throw new IllegalArgumentException(in.available() + " bytes are left over");
      }
      return new TaskResult(tallies, new JoinTally(), new TreeSet<>());
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("what was found cannot be read: " + e.getMessage(), e);
    }
  }

  private static ModelTally read(DataInputStream in) throws IOException {
    int parts = in.readUnsignedByte();
    if (parts > (OUTPUTS | MISMATCH)) {
      throw new IOException("there are unknown parts " + parts);
    }
    ModelStates states = ModelStates.read(in);
    OutputTally outputs = (parts & OUTPUTS) != 0 ? OutputTally.read(in) : new OutputTally();
    Optional<ShapeMismatch> mismatch =
        (parts & MISMATCH) != 0
            ? Optional.of(
                new ShapeMismatch(
                    0, text(in), text(in), Optional.of(text(in)).filter(text -> !text.isEmpty())))
            : Optional.empty();
    return new ModelTally(states, outputs, mismatch);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}

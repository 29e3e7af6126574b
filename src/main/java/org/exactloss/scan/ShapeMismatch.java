package org.exactloss.scan;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * The first row whose arrays agree on no shape, as far as was looked.
 *
 * @param partition the number of the partition that it is in
 * @param prediction its shape, such as {@code (2, 3)} or {@code ragged (2, 1 to 3)}
 * @param target likewise
 * @param weight likewise, where weights have shapes
 */
public record ShapeMismatch(
    int partition, String prediction, String target, Optional<String> weight) {

  /** Of two rows the one in the lower partition. */
  static ShapeMismatch first(ShapeMismatch one, ShapeMismatch other) {
    return one.partition <= other.partition ? one : other;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(partition);
    out.writeUTF(prediction);
    out.writeUTF(target);
    out.writeUTF(weight.orElse(""));
  }

  static ShapeMismatch read(DataInputStream in) throws IOException {
    return new ShapeMismatch(
        in.readInt(),
        in.readUTF(),
        in.readUTF(),
        Optional.of(in.readUTF()).filter(text -> !text.isEmpty()));
  }
}

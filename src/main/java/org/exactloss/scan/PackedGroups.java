package org.exactloss.scan;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Some of the groups that a task has found, as bytes, so that Spark keeps many of them as one
 * thing.
 *
 * @param few whether they are all that the task has found, and few enough for the driver
 * @param bytes of the groups, one behind the other; not to be changed
 */
record PackedGroups(boolean few, byte[] bytes) implements Serializable {
  private static final int LEAST_BYTES = 64 << 10;

  /**
   * Packs groups as they come.
   *
   * @param fewBytes what few groups take at most
   */
  static Iterator<PackedGroups> pack(Iterator<GroupRecord> groups, int fewBytes) {
    int enough = Math.max(LEAST_BYTES, fewBytes);
    return new Iterator<>() {
      private boolean begun;

      @Override
      public boolean hasNext() {
        return groups.hasNext();
      }

      @Override
      public PackedGroups next() {
        if (!groups.hasNext()) {
          throw new NoSuchElementException();
        }
        byte[] bytes = write(groups, enough);
        boolean all = !begun && !groups.hasNext();
        begun = true;
        return new PackedGroups(all && bytes.length <= fewBytes, bytes);
      }
    };
  }

  /** Writes groups until the bytes are enough. */
  private static byte[] write(Iterator<GroupRecord> groups, int enough) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      while (groups.hasNext() && bytes.size() < enough) {
        GroupRecord group = groups.next();
        out.writeInt(group.grouping());
        out.writeInt(group.key().length);
        out.write(group.key());
        out.writeInt(group.part().length);
        out.write(group.part());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** This, if the groups are few; else one that says that they are not. */
  PackedGroups withoutBytesOfMany() {
    return few ? this : new PackedGroups(false, new byte[0]);
  }

  /** The groups. */
  Iterator<GroupRecord> unpack() {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return in.hasRemaining();
      }

      @Override
      public GroupRecord next() {
        if (!in.hasRemaining()) {
          throw new NoSuchElementException();
        }
        return new GroupRecord(in.getInt(), read(in), read(in));
      }
    };
  }

  private static byte[] read(ByteBuffer in) {
    byte[] read = new byte[in.getInt()];
    in.get(read);
    return read;
  }
}

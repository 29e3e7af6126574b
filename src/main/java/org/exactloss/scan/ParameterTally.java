package org.exactloss.scan;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.exactloss.state.ParameterNorms;

/**
 * What a scan of parameters found; it travels as bytes.
 *
 * @param columns in the table's order
 * @param malformedRecords records that could not be parsed
 */
public record ParameterTally(List<ColumnTally> columns, long malformedRecords) {
  /**
   * One column.
   *
   * @param text whether its cells are text
   * @param norms of its finite numbers
   * @param malformed cells that are no numbers
   */
  public record ColumnTally(
      String name,
      boolean text,
      ParameterNorms norms,
      long nulls,
      long nan,
      long infinite,
      long malformed) {

    private ColumnTally plus(ColumnTally other) {
      return new ColumnTally(
          name,
          text,
          norms.plus(other.norms),
          Math.addExact(nulls, other.nulls),
          Math.addExact(nan, other.nan),
          Math.addExact(infinite, other.infinite),
          Math.addExact(malformed, other.malformed));
    }

    private void write(DataOutputStream out) throws IOException {
      out.writeUTF(name);
      out.writeBoolean(text);
      norms.write(out);
      for (long count : new long[] {nulls, nan, infinite, malformed}) {
        out.writeLong(count);
      }
    }

    private static ColumnTally read(DataInputStream in) throws IOException {
      return new ColumnTally(
          in.readUTF(),
          in.readBoolean(),
          ParameterNorms.read(in),
          in.readLong(),
          in.readLong(),
          in.readLong(),
          in.readLong());
    }
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(malformedRecords);
      out.writeInt(columns.size());
      for (ColumnTally column : columns) {
        column.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static ParameterTally fromBytes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long malformedRecords = in.readLong();
      List<ColumnTally> columns = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        columns.add(ColumnTally.read(in));
      }
      return new ParameterTally(columns, malformedRecords);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sum of two tallies of the same table, as bytes. */
  static byte[] merge(byte[] left, byte[] right) {
    ParameterTally a = fromBytes(left);
    ParameterTally b = fromBytes(right);
    List<ColumnTally> columns = new ArrayList<>();
    for (int i = 0; i < a.columns.size(); i++) {
      columns.add(a.columns.get(i).plus(b.columns.get(i)));
    }
    return new ParameterTally(columns, Math.addExact(a.malformedRecords, b.malformedRecords))
        .toBytes();
  }
}

package org.exactloss.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;

/** Makes files such as Arrow writes, whose statistics leave NaN out of account. */
public final class ForeignStatistics {
  private static final int MAGIC = 4;

  private ForeignStatistics() {}

  /** Copies a file. All values of its last column, of doubles, are said to be this one, or NaN. */
  public static Path write(Path from, Path to, double only) throws IOException {
    byte[] bytes = Files.readAllBytes(from);
    int length = little(Arrays.copyOfRange(bytes, bytes.length - MAGIC - 4, bytes.length)).getInt();
    int start = bytes.length - MAGIC - 4 - length;
    FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes, start, length));
    footer.setCreated_by("parquet-cpp-arrow version 19.0.0");
    for (RowGroup group : footer.getRow_groups()) {
      ColumnChunk last = group.getColumns().get(group.getColumnsSize() - 1);
      byte[] value = little(new byte[Double.BYTES]).putDouble(only).array();
      last.getMeta_data()
          .setStatistics(new Statistics().setNull_count(0).setMin_value(value).setMax_value(value));
      last.unsetColumn_index_offset();
      last.unsetOffset_index_offset();
    }
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    copy.write(bytes, 0, start);
    Util.writeFileMetaData(footer, copy);
    copy.write(little(new byte[4]).putInt(copy.size() - start).array());
    copy.write(bytes, bytes.length - MAGIC, MAGIC);
    return Files.write(to, copy.toByteArray());
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

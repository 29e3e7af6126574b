package org.exactloss.job;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * What the footer of a file says.
 *
 * @param rows how many there are; −1 where the format does not count them, or the footer is
 *     encrypted
 * @param digest SHA-256 over the footer's bytes in hexadecimal digits; empty for other formats than
 *     Parquet
 */
record FileFooter(long rows, String digest) implements Serializable {
  /** Formats that count their rows. */
  static final Set<String> COUNTING = Set.of("parquet", "orc");

  static final long UNKNOWN = -1;

  /** Of a format without footers. */
  static final FileFooter NONE = new FileFooter(UNKNOWN, "");

  private static final byte[] PLAIN = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL_BYTES = Integer.BYTES + PLAIN.length;

  /**
   * Reads the footer.
   *
   * @param length of the file
   * @throws IOException if it has none, or an impossible one
   */
  static FileFooter read(String format, String path, long length, Configuration hadoop)
      throws IOException {
    Path file = new Path(path);
    if (format.equals("orc")) {
      return orc(file, length, hadoop);
    }
    return format.equals("parquet") ? parquet(file, length, hadoop) : NONE;
  }

  private static FileFooter orc(Path file, long length, Configuration hadoop) throws IOException {
    if (length == 0) {
      return new FileFooter(0, ""); // to ORC a table without rows
    }
    try (Reader reader = OrcFile.createReader(file, OrcFile.readerOptions(hadoop))) {
      return new FileFooter(reader.getNumberOfRows(), "");
    }
  }

  private static FileFooter parquet(Path file, long length, Configuration hadoop)
      throws IOException {
    try (FSDataInputStream in = file.getFileSystem(hadoop).open(file)) {
      byte[] tail = new byte[TAIL_BYTES];
      requireRoom(file, TAIL_BYTES, length);
      in.readFully(length - TAIL_BYTES, tail);
      int size = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
      requireRoom(file, size, length - TAIL_BYTES);
      byte[] footer = new byte[size];
      in.readFully(length - TAIL_BYTES - size, footer);
      boolean plain = Arrays.equals(tail, Integer.BYTES, TAIL_BYTES, PLAIN, 0, PLAIN.length);
      long rows =
          plain ? rows(file, Util.readFileMetaData(new ByteArrayInputStream(footer))) : UNKNOWN;
      return new FileFooter(rows, digest(footer));
    }
  }

  /**
   * How many rows there are. A footer has no checksum, and readers believe its schema alone, so
   * that it is compared with what the same footer says of the column chunks.
   */
  private static long rows(Path file, FileMetaData footer) throws IOException {
    List<SchemaElement> columns =
        footer.getSchema().stream().filter(SchemaElement::isSetType).toList();
    for (RowGroup group : footer.getRow_groups()) {
      if (group.getColumnsSize() != columns.size()) {
        throw damaged(
            file, columns.size() + " columns, and of a row group with " + group.getColumnsSize());
      }
      for (int i = 0; i < columns.size(); i++) {
        ColumnMetaData chunk = group.getColumns().get(i).getMeta_data();
        SchemaElement column = columns.get(i);
        if (chunk != null && chunk.getType() != column.getType()) {
          throw damaged(
              file,
              "the column "
                  + column.getName()
                  + " as "
                  + column.getType()
                  + ", and of a column chunk of it as "
                  + chunk.getType());
        }
      }
    }
    return footer.getNum_rows();
  }

  private static IOException damaged(Path file, String why) {
    return new IOException(file + " is damaged: its footer tells of " + why);
  }

  private static void requireRoom(Path file, int size, long room) throws IOException {
    if (size < 0 || size > room) {
      throw new IOException(
          file + " is no Parquet file: " + room + " bytes have no footer of " + size + " bytes");
    }
  }

  private static String digest(byte... bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

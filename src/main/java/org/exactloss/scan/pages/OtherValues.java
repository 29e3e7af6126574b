package org.exactloss.scan.pages;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;
import org.exactloss.scan.pages.StoredColumn.Values;

/** Values in an encoding that parquet-java decodes. */
final class OtherValues implements PageValues {
  private final Values type;
  private ValuesReader reader;

  OtherValues(Values type) {
    this.type = type;
  }

  /**
   * Goes to the first value of a page.
   *
   * @param rows how many values the page has, with its nulls
   * @throws UnsupportedOperationException if nobody can decode it
   */
  void start(Encoding encoding, ColumnDescriptor column, int rows, ByteBuffer data)
      throws IOException {
    reader = encoding.getValuesReader(column, ValuesType.VALUES);
    reader.initFromPage(rows, ByteBufferInputStream.wrap(data));
  }

  /** Lets go of the page. */
  void release() {
    reader = null;
  }

  @Override
  public void doubles(double[] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] =
          switch (type) {
            case DOUBLE -> reader.readDouble();
            case FLOAT -> reader.readFloat();
            case INT -> reader.readInteger();
            case LONG, TEXT -> throw new IllegalStateException("a double does not hold " + type);
          };
    }
  }

  @Override
  public void texts(byte[][] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] = reader.readBytes().getBytes();
    }
  }

  @Override
  public void longs(long[] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] = reader.readLong();
    }
  }
}

package org.exactloss.scan;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.GeographyVal;
import org.apache.spark.unsafe.types.GeometryVal;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.unsafe.types.VariantVal;

/** One of the rows that pages hold, as Spark's expressions want it. */
final class PageRow extends InternalRow {
  private static final long serialVersionUID = 1;

  private final transient PageSource[] columns;
  private int row;

  /**
   * @param columns those of the scan; null where none is read
   */
  PageRow(PageSource[] columns) {
    this.columns = columns;
  }

  /** Goes to a row. */
  PageRow at(int next) {
    row = next;
    return this;
  }

  @Override
  public int numFields() {
    return columns.length;
  }

  @Override
  public boolean isNullAt(int ordinal) {
    return columns[ordinal].isNull(row);
  }

  @Override
  public int getInt(int ordinal) {
    return columns[ordinal].intAt(row);
  }

  @Override
  public long getLong(int ordinal) {
    return columns[ordinal].longAt(row);
  }

  @Override
  public float getFloat(int ordinal) {
    return columns[ordinal].floatAt(row);
  }

  @Override
  public double getDouble(int ordinal) {
    return columns[ordinal].doubleAt(row);
  }

  @Override
  public UTF8String getUTF8String(int ordinal) {
    return columns[ordinal].utf8At(row);
  }

  @Override
  public boolean getBoolean(int ordinal) {
    throw notRead();
  }

  @Override
  public byte getByte(int ordinal) {
    throw notRead();
  }

  @Override
  public short getShort(int ordinal) {
    throw notRead();
  }

  @Override
  public Decimal getDecimal(int ordinal, int precision, int scale) {
    throw notRead();
  }

  @Override
  public byte[] getBinary(int ordinal) {
    throw notRead();
  }

  @Override
  public GeographyVal getGeography(int ordinal) {
    throw notRead();
  }

  @Override
  public GeometryVal getGeometry(int ordinal) {
    throw notRead();
  }

  @Override
  public CalendarInterval getInterval(int ordinal) {
    throw notRead();
  }

  @Override
  public VariantVal getVariant(int ordinal) {
    throw notRead();
  }

  @Override
  public InternalRow getStruct(int ordinal, int fields) {
    throw notRead();
  }

  @Override
  public ArrayData getArray(int ordinal) {
    throw notRead();
  }

  @Override
  public MapData getMap(int ordinal) {
    throw notRead();
  }

  @Override
  public Object get(int ordinal, DataType type) {
    throw notRead();
  }

  private static IllegalStateException notRead() {
    return new IllegalStateException("values of such a type are not read from pages");
  }

  @Override
  public void setNullAt(int ordinal) {
    throw notChanged();
  }

  @Override
  public void update(int ordinal, Object value) {
    throw notChanged();
  }

  @Override
  public InternalRow copy() {
    throw notChanged();
  }

  private static IllegalStateException notChanged() {
    return new IllegalStateException("rows of pages are only looked at");
  }
}

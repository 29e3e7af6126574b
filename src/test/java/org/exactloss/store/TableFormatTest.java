package org.exactloss.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class TableFormatTest {
  private static final DataType STRUCT = DataType.fromDDL("a INT");

  @Test
  void parquetIsKnownToHoldPlainTypesAndArraysOfThem() {
    TableFormat parquet = TableFormat.of("t");
    for (DataType type :
        new DataType[] {
          DataTypes.DoubleType, DataTypes.StringType, DataTypes.createDecimalType(38, 9)
        }) {
      assertThat(parquet.surelyHolds(type)).as("%s", type).isTrue();
      assertThat(parquet.surelyHolds(DataTypes.createArrayType(type))).as("%s", type).isTrue();
      assertThat(TableFormat.of("t.orc").surelyHolds(type)).as("%s", type).isFalse();
    }
    for (DataType type : new DataType[] {STRUCT, DataTypes.CalendarIntervalType}) {
      assertThat(parquet.surelyHolds(type)).as("%s", type).isFalse();
      assertThat(parquet.surelyHolds(DataTypes.createArrayType(type))).as("%s", type).isFalse();
    }
  }
}

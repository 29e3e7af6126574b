package org.exactloss.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.PageLayout;
import org.exactloss.testing.PageLayout.Checksums;
import org.exactloss.testing.PageLayout.Encoding;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that satisfy a condition: the same from pages, from column batches, and from rows. */
class PageFilterTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final long SEED = 20_260_214;
  private static final int ROWS = 1200;

  /** The rows in memory, by how many distinct values there are. */
  private static final Map<Integer, Dataset<Row>> MEMORY = new HashMap<>();

  @TempDir static Path folder;

  @BeforeAll
  static void write() {
    for (Encoding encoding : Encoding.values()) {
      Table table = PageColumns.table(SEED, ROWS, distinct(encoding));
      MEMORY.putIfAbsent(distinct(encoding), table.data());
      PageLayout layout =
          new PageLayout(
              encoding.ordinal() % 2 == 0 ? WriterVersion.PARQUET_2_0 : WriterVersion.PARQUET_1_0,
              CompressionCodecName.SNAPPY,
              encoding,
              Checksums.PRESENT,
              1500,
              190,
              500);
      layout.write(folder.resolve(encoding + ".parquet"), table);
    }
  }

  private static int distinct(Encoding encoding) {
    return encoding == Encoding.DICTIONARY ? 40 : 100_000;
  }

  private static LossScan scan(Dataset<Row> data, ReaderOption reader, String condition) {
    return LossScan.plan(
        SourceData.of(data),
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths("data"))
            .prediction("double_few")
            .prediction("long_runs")
            .target("t")
            .weight("w")
            .where(condition)
            .reader(reader)
            .build(),
        Set.of());
  }

  /** Of columns that are values as well, and of others; `string_none` has no nulls, `_all` only. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "t > 0",
        "double_few <= -0.5 AND integer_few <> 3",
        "NOT (double_few > 100 OR long_runs < 0)",
        "double_runs IS NULL",
        "string_few IS NOT NULL AND float_few IS NOT NULL",
        "isnan(double_few) OR double_few = 0",
        "double_none > 'Infinity'",
        "double_required = float_required OR float_few >= 17.25F",
        "coalesce(double_runs > 0, long_few > 0)",
        "double_runs > 0 OR integer_all IS NULL AND string_none < '5'",
        "integer_none >= -2147483648",
        "integer_few % 7 = 2 OR CAST(long_none % 3 AS INT) = 1",
        "string_few = '' OR string_runs IN ('Zürich, Łódź', 'nowhere')",
        "string_none LIKE '1%' AND length(string_required) > 3",
        "long_few IN (0, -1, 1, 2, -3, 5, 100, 7)",
        "(double_few > 0) <=> (long_few > 0)",
        "w > 1e9"
      })
  void everyCondition(String condition) {
    int any = Math.floorMod(condition.hashCode(), Encoding.values().length);
    Encoding encoding = Encoding.values()[any];
    byte[] expected =
        PageColumns.states(scan(MEMORY.get(distinct(encoding)), ReaderOption.ROWS, condition));
    Dataset<Row> data = SPARK.read().parquet(folder.resolve(encoding + ".parquet").toString());
    List<ReaderOption> readers = new ArrayList<>(List.of(ReaderOption.PAGES));
    if (encoding == Encoding.DICTIONARY) {
      readers.add(ReaderOption.COLUMNS);
    }
    for (ReaderOption reader : readers) {
      assertThat(PageColumns.states(scan(data, reader, condition)))
          .as("seed %s, %s from %s", SEED, reader, encoding)
          .isEqualTo(expected);
    }
  }
}

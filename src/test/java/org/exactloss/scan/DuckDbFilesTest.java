package org.exactloss.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.spec.ReaderOption;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every reader gives the same states of files that a writer other than parquet-java lays out. */
class DuckDbFilesTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final long SEED = 20_251_124;
  private static final int ROWS = 2500;

  @TempDir Path folder;

  /** Copies the rows of some files into one file of row groups of at least 2,048 rows. */
  private static void copy(Path from, Path to, String codec, String version) throws SQLException {
    String copy =
        "COPY (SELECT * FROM read_parquet('%s/*.parquet')) TO '%s' (FORMAT parquet,"
            + " COMPRESSION '%s', PARQUET_VERSION '%s', ROW_GROUP_SIZE 2048)";
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement()) {
      statement.execute(copy.formatted(from, to, codec, version));
    }
  }

  private Dataset<Row> duckDbFile(Table table, String codec, String version) throws SQLException {
    Path written = folder.resolve("spark");
    table.data(2).write().parquet(written.toString());
    Path file = folder.resolve("duckdb.parquet");
    copy(written, file, codec, version);
    Dataset<Row> data = SPARK.read().parquet(file.toString());
    assertThat(data.schema().fieldNames()).containsExactly(table.schema().fieldNames());
    return data;
  }

  /** Of few values DuckDB makes dictionaries. */
  @ParameterizedTest
  @CsvSource({"snappy, 100000", "lz4_raw, 100"})
  void plainValuesAndDictionaries(String codec, int distinct) throws SQLException {
    Table table = PageColumns.table(SEED, ROWS, distinct);
    Dataset<Row> data = duckDbFile(table, codec, "V1");
    byte[] expected = PageColumns.states(PageColumns.scan(table.data(), ReaderOption.ROWS));

    LossScan pages = PageColumns.scan(data, ReaderOption.PAGES);
    assertThat(pages.readsPages()).isTrue();
    assertThat(PageColumns.states(pages)).as("seed %s", SEED).isEqualTo(expected);
    LossScan columns = PageColumns.scan(data, ReaderOption.COLUMNS);
    assertThat(PageColumns.states(columns)).as("seed %s", SEED).isEqualTo(expected);
  }

  /**
   * Version 2 splits floating-point numbers into streams of bytes, of which Spark's own reader of
   * columns knows nothing; that of parquet-java does.
   */
  @Test
  void packedValues() throws SQLException {
    Table table = PageColumns.table(SEED, ROWS, 100_000);
    Dataset<Row> data = duckDbFile(table, "zstd", "V2");
    byte[] expected = PageColumns.states(PageColumns.scan(table.data(), ReaderOption.ROWS));

    LossScan pages = PageColumns.scan(data, ReaderOption.PAGES);
    assertThat(pages.readsPages()).isTrue();
    assertThat(PageColumns.states(pages)).as("seed %s", SEED).isEqualTo(expected);
    SPARK.conf().set("spark.sql.parquet.enableVectorizedReader", "false");
    try {
      LossScan rows = PageColumns.scan(data, ReaderOption.ROWS);
      assertThat(PageColumns.states(rows)).as("seed %s", SEED).isEqualTo(expected);
    } finally {
      SPARK.conf().unset("spark.sql.parquet.enableVectorizedReader");
    }
  }
}

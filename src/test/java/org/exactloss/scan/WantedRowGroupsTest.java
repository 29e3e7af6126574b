package org.exactloss.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.testing.ForeignStatistics;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.PageLayout;
import org.exactloss.testing.PageLayout.Checksums;
import org.exactloss.testing.PageLayout.Encoding;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only row groups that may hold a wanted row are read; none that holds one is left out. */
class WantedRowGroupsTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir Path folder;

  /** How many rows are in the row groups that the scan reads. */
  private static long rowsRead(LossScan scan) throws Exception {
    AtomicLong read = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            read.addAndGet(end.taskMetrics().inputMetrics().recordsRead());
          }
        };
    SPARK.sparkContext().listenerBus().waitUntilEmpty();
    SPARK.sparkContext().addSparkListener(listener);
    try {
      scan.run(2);
      SPARK.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      SPARK.sparkContext().removeSparkListener(listener);
    }
    return read.get();
  }

  private Path write(String name, Encoding encoding, int groupRows, Table table) {
    return new PageLayout(
            WriterVersion.PARQUET_1_0,
            CompressionCodecName.SNAPPY,
            encoding,
            Checksums.PRESENT,
            1 << 20,
            20_000,
            groupRows)
        .write(folder.resolve(name), table);
  }

  private static Table table(IntFunction<Object> x, String type) {
    return Table.of(
        "p DOUBLE, t DOUBLE, x " + type,
        IntStream.range(0, 1000).mapToObj(i -> Table.row(i + 0.5, 1.0 * i, x.apply(i))).toList());
  }

  private static LossScan pair(Path file, ReaderOption reader, String condition) {
    return pair(SPARK.read().parquet(file.toString()), reader, condition);
  }

  private static LossScan pair(Dataset<Row> data, ReaderOption reader, String condition) {
    return LossScan.plan(
        SourceData.of(data),
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths("data"))
            .prediction("p")
            .target("t")
            .where(condition)
            .reader(reader)
            .build(),
        Set.of());
  }

  private static long rows(LossScan scan) {
    return scan.run(2).models().get(0).state().rows();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x >= 850 | 200 | 150",
        "x BETWEEN 150 AND 250 | 400 | 101",
        "x = 3 OR x > 999 | 200 | 1",
        "x % 2 = 0 | 1000 | 500",
        "x < 0 | 0 | 0",
        "t > 799.5 | 200 | 200"
      })
  void rowGroupsThatHoldNoneAreNotRead(String condition, long read, long wanted) throws Exception {
    Path file = write("groups.parquet", Encoding.PLAIN, 200, table(i -> (long) i, "BIGINT"));
    LossScan scan = pair(file, ReaderOption.PAGES, condition);
    assertThat(rowsRead(scan)).isEqualTo(read);
    assertThat(rows(scan)).isEqualTo(wanted);
  }

  /** The texts of each row group lie on both sides of the wanted one. */
  private Path texts() {
    Table table = table(i -> i / 200 == 3 && i % 2 == 0 ? "k" : i % 3 == 0 ? "a" : "z", "STRING");
    return write("texts.parquet", Encoding.DICTIONARY, 200, table);
  }

  @Test
  void dictionariesTellAsWell() throws Exception {
    LossScan scan = pair(texts(), ReaderOption.PAGES, "x = 'k'");
    assertThat(rowsRead(scan)).isEqualTo(200);
    assertThat(rows(scan)).isEqualTo(100);
  }

  /** Else a text that is another one now would leave out rows without a word. */
  @Test
  void aDamagedDictionaryIsRefused() throws IOException {
    Path file = texts();
    ColumnChunkMetaData chunk;
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))) {
      chunk = reader.getRowGroups().get(3).getColumns().get(2);
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) chunk.getFirstDataPageOffset() - 1] ^= 1;
    Path damaged = Files.write(folder.resolve("damaged.parquet"), bytes);

    LossScan scan = pair(damaged, ReaderOption.PAGES, "x = 'k'");
    assertThatThrownBy(() -> scan.run(2))
        .rootCause()
        .hasMessageContaining("CRC checksum verification failed");
  }

  /** For SQL −0 is 0, which a dictionary does not know. */
  @Test
  void negativeZeros() {
    Table table = table(i -> i % 4 == 0 ? -0.0 : -5.0, "DOUBLE");
    Path file = write("zeros.parquet", Encoding.DICTIONARY, 1000, table);
    assertThat(rows(pair(file, ReaderOption.PAGES, "x = 0"))).isEqualTo(250);
    assertThat(rows(pair(file, ReaderOption.PAGES, "x >= 0"))).isEqualTo(250);
  }

  /** For SQL NaN is larger than all numbers; most writers leave it out of their statistics. */
  @Test
  void notANumberBesideStatistics() throws IOException {
    Path file =
        write(
            "nan.parquet",
            Encoding.PLAIN,
            1000,
            table(i -> i % 4 == 0 ? Double.NaN : 1.0, "DOUBLE"));
    assertThat(rows(pair(file, ReaderOption.PAGES, "x > 3"))).isEqualTo(250);

    Path foreign = ForeignStatistics.write(file, folder.resolve("foreign.parquet"), 1.0);
    assertThat(rows(pair(foreign, ReaderOption.PAGES, "x > 3"))).isEqualTo(250);
    assertThat(rows(pair(foreign, ReaderOption.PAGES, "x < 3"))).isEqualTo(750);
  }

  @Test
  void filesThatStoreAColumnInAnotherWay() {
    String path = folder.resolve("mixed").toString();
    for (String types : List.of("DOUBLE", "FLOAT")) {
      table(i -> i, "INT")
          .data()
          .selectExpr("CAST(p AS " + types + ") AS p", "t", "x")
          .coalesce(1)
          .write()
          .mode("append")
          .parquet(path);
    }
    Dataset<Row> data = SPARK.read().schema("p DOUBLE, t DOUBLE, x INT").parquet(path);
    LossScan scan = pair(data, ReaderOption.PAGES, "x % 3 = 0 AND p > 100");
    assertThat(rows(scan)).isEqualTo(2 * 300);
  }
}

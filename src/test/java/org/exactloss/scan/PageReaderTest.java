package org.exactloss.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.scan.pages.PageFile;
import org.exactloss.scan.pages.StoredColumn;
import org.exactloss.scan.pages.StoredColumn.Values;
import org.exactloss.scan.pages.WantedRows;
import org.exactloss.spec.ReaderOption;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.PageLayout;
import org.exactloss.testing.PageLayout.Checksums;
import org.exactloss.testing.PageLayout.Encoding;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages give the states that the same rows in memory give, bit for bit. */
class PageReaderTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final long SEED = 20_250_607;
  private static final Configuration CONFIGURATION = new Configuration();
  private static final int ROWS = 3000;

  /** Values of which each comes often, and values of which hardly any comes twice. */
  private static final int FEW = 150;

  private static final int MANY = 100_000;

  private static final Map<Integer, byte[]> EXPECTED = new HashMap<>();

  @TempDir Path folder;

  static List<PageLayout> layouts() {
    List<PageLayout> layouts = new ArrayList<>();
    int[][] sizes = {{900, 20_000, 1_000_000}, {1 << 20, 437, 1300}, {1 << 20, 20_000, 2999}};
    List<CompressionCodecName> codecs =
        List.of(
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.ZSTD,
            CompressionCodecName.GZIP,
            CompressionCodecName.LZ4_RAW);
    for (int codec = 0; codec < codecs.size(); codec++) {
      for (Encoding encoding : Encoding.values()) {
        // Each version meets each codec and each encoding.
        WriterVersion version = WriterVersion.values()[(codec + encoding.ordinal()) % 2];
        Checksums checksums = Checksums.values()[layouts.size() / 3 % 2];
        int[] size = sizes[layouts.size() % sizes.length];
        layouts.add(
            new PageLayout(
                version, codecs.get(codec), encoding, checksums, size[0], size[1], size[2]));
      }
    }
    return layouts;
  }

  /** What the rows in memory give, which Spark hands over one by one. */
  private static byte[] expected(int distinct) {
    return EXPECTED.computeIfAbsent(
        distinct,
        count -> {
          Dataset<Row> rows = PageColumns.table(SEED, ROWS, count).data();
          return PageColumns.states(PageColumns.scan(rows, ReaderOption.ROWS));
        });
  }

  private static <T> T with(Map<String, String> settings, Supplier<T> work) {
    settings.forEach(SPARK.conf()::set);
    try {
      return work.get();
    } finally {
      settings.keySet().forEach(SPARK.conf()::unset);
    }
  }

  /** Files that Spark's own reader would be given would also give the right states. */
  private static void requirePages(Path file, Table table) throws IOException {
    List<StoredColumn> columns =
        Stream.of(table.schema().fields())
            .map(field -> new StoredColumn(field.name(), values(field.dataType().typeName())))
            .toList();
    FileStatus status =
        new FileStatus(
            Files.size(file), false, 0, 0, 0, new org.apache.hadoop.fs.Path(file.toUri()));
    long rows = 0;
    try (PageFile pages =
        PageFile.open(status, 0, status.getLen(), CONFIGURATION, columns, WantedRows.ALL)) {
      assertThat(pages.refusal()).isEmpty();
      while (pages.next()) {
        rows += pages.rows();
      }
    }
    assertThat(rows).isEqualTo(ROWS);
  }

  private static Values values(String type) {
    return switch (type) {
      case "double" -> Values.DOUBLE;
      case "float" -> Values.FLOAT;
      case "long" -> Values.LONG;
      case "string" -> Values.TEXT;
      default -> Values.INT;
    };
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void everyLayout(PageLayout layout) throws IOException {
    int distinct = layout.encoding() == Encoding.DICTIONARY ? FEW : MANY;
    Table table = PageColumns.table(SEED, ROWS, distinct);
    Path file = layout.write(folder.resolve("a.parquet"), table);
    requirePages(file, table);

    Dataset<Row> data = SPARK.read().parquet(file.toString());
    LossScan scan = PageColumns.scan(data, ReaderOption.PAGES);

    assertThat(scan.reader()).isEqualTo("pages (pages of plain Parquet files)");
    assertThat(PageColumns.states(scan)).as("seed %s", SEED).isEqualTo(expected(distinct));
  }

  @ParameterizedTest
  @ValueSource(ints = {1500, 40_000, 300_000})
  void everySplit(int bytes) {
    PageLayout layout =
        new PageLayout(
            WriterVersion.PARQUET_1_0,
            CompressionCodecName.SNAPPY,
            Encoding.PLAIN,
            Checksums.PRESENT,
            1 << 20,
            437,
            190);
    Table table = PageColumns.table(SEED, ROWS, MANY);
    for (int file = 0; file < 5; file++) {
      List<Row> rows = table.rows().subList(file * ROWS / 5, (file + 1) * ROWS / 5);
      layout.write(folder.resolve("part-" + file + ".parquet"), new Table(table.schema(), rows));
    }
    Map<String, String> settings =
        Map.of(
            "spark.sql.files.maxPartitionBytes",
            Integer.toString(bytes),
            "spark.sql.files.openCostInBytes",
            "0");
    Dataset<Row> data = SPARK.read().parquet(folder.toString());

    assertThat(with(settings, () -> PageColumns.states(PageColumns.scan(data, ReaderOption.PAGES))))
        .as("seed %s", SEED)
        .isEqualTo(expected(MANY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "zstd", "none"})
  void filesOfSpark(String codec) {
    Table table = PageColumns.table(SEED, ROWS, FEW);
    String path = folder.resolve("data").toString();
    table.data(3).write().option("compression", codec).parquet(path);

    LossScan scan = PageColumns.scan(SPARK.read().parquet(path), ReaderOption.AUTO);

    assertThat(scan.readsPages()).isTrue();
    assertThat(PageColumns.states(scan)).as("seed %s", SEED).isEqualTo(expected(FEW));
  }

  @Test
  void filesThatStoreAColumnInAnotherWayGoToSparksReader() {
    String types = "p DOUBLE, t DOUBLE";
    Table all =
        Table.of(
            types,
            Table.row(1.5, 1.0),
            Table.row(2.5, 2.0),
            Table.row(4.0, 3.0),
            Table.row(null, 4.0));
    String path = folder.resolve("data").toString();
    write(Table.of(types, Table.row(1.5, 1.0)), path);
    write(Table.of("p FLOAT, t DOUBLE", Table.row(2.5f, 2.0)), path);
    write(Table.of("P DOUBLE, t DOUBLE", Table.row(4.0, 3.0)), path);
    write(Table.of("t DOUBLE", Table.row(4.0)), path);
    Dataset<Row> data = SPARK.read().schema(types).parquet(path);

    LossScan scan = unweighted(data, ReaderOption.PAGES);

    assertThat(PageColumns.states(scan))
        .isEqualTo(PageColumns.states(unweighted(all.data(), ReaderOption.ROWS)));
  }

  private static void write(Table table, String path) {
    table.data().coalesce(1).write().mode("append").parquet(path);
  }

  private static LossScan unweighted(Dataset<Row> data, ReaderOption reader) {
    return LossScan.plan(
        SourceData.of(data),
        org.exactloss.spec.EvaluationSpec.builder()
            .input(org.exactloss.spec.InputSpec.ofPaths("data"))
            .prediction("p")
            .target("t")
            .reader(reader)
            .build(),
        Set.of());
  }
}

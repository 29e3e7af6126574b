package org.exactloss.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.spec.ReaderOption;
import org.exactloss.state.Moment;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.PageLayout;
import org.exactloss.testing.PageLayout.Checksums;
import org.exactloss.testing.PageLayout.Encoding;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups by columns of every type: the same from pages, from column batches and from rows. */
class PageGroupsTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final long SEED = 20_261_123;
  private static final int ROWS = 1500;

  @TempDir Path folder;

  /** With 100,000 values there are more groups than those that have kernels of their own. */
  @ParameterizedTest
  @CsvSource({
    "DICTIONARY, PARQUET_1_0, 60, false",
    "DICTIONARY, PARQUET_2_0, 60, true",
    "PLAIN, PARQUET_2_0, 100000, false",
    "FULL_DICTIONARY, PARQUET_2_0, 100000, true"
  })
  void everyEncoding(Encoding encoding, WriterVersion version, int distinct, boolean metrics) {
    PageLayout layout =
        new PageLayout(
            version, CompressionCodecName.SNAPPY, encoding, Checksums.PRESENT, 90_000, 20_000, 700);
    Table table = PageColumns.table(SEED, ROWS, distinct);
    layout.write(folder.resolve("a.parquet"), table);
    Dataset<Row> data = SPARK.read().parquet(folder.toString());
    Set<Moment> moments = metrics ? Set.of(Moment.values()) : Set.of();

    LossScan pages = PageColumns.slices(data, ReaderOption.PAGES, moments);

    assertThat(pages.readsPages()).isTrue();
    List<String> expected = groups(PageColumns.slices(table.data(2), ReaderOption.ROWS, moments));
    assertThat(groups(pages)).as("seed %s", SEED).isEqualTo(expected);
    assertThat(groups(PageColumns.slices(data, ReaderOption.COLUMNS, moments))).isEqualTo(expected);
  }

  @Test
  void ofFilteredRows() {
    PageLayout layout =
        new PageLayout(
            WriterVersion.PARQUET_1_0,
            CompressionCodecName.SNAPPY,
            Encoding.DICTIONARY,
            Checksums.PRESENT,
            90_000,
            20_000,
            700);
    Table table = PageColumns.table(SEED, ROWS, 60);
    layout.write(folder.resolve("a.parquet"), table);
    String condition = "string_few > '5' OR integer_runs IS NULL";
    String[] columns = {
      "w", "double_none", "string_few", "integer_required", "long_runs", "integer_runs"
    };
    Dataset<Row> data =
        SPARK.read().parquet(folder.toString()).filter(condition).select("t", columns);

    LossScan pages = PageColumns.slices(data, ReaderOption.PAGES, Set.of());

    assertThat(pages.readsPages()).isTrue();
    List<String> expected =
        groups(
            PageColumns.slices(
                table.data().filter(condition).select("t", columns), ReaderOption.ROWS, Set.of()));
    assertThat(groups(pages)).as("seed %s", SEED).isEqualTo(expected);
    assertThat(groups(PageColumns.slices(data, ReaderOption.COLUMNS, Set.of())))
        .isEqualTo(expected);
  }

  /** All groups with the states of their losses and moments, in an order of their own. */
  private static List<String> groups(LossScan scan) {
    GroupScan groups = scan.runInGroups(2);
    List<String> all = new ArrayList<>();
    for (int grouping = 0; grouping < groups.groupings().size(); grouping++) {
      String by = String.join(",", groups.groupings().get(grouping).names());
      all.addAll(
          groups
              .map(grouping, group -> by + "=" + group.values() + ": " + states(group.result()))
              .collect());
    }
    return all.stream().sorted().toList();
  }

  private static String states(TaskResult result) {
    ModelTally model = result.models().get(0);
    HexFormat hex = HexFormat.of();
    return hex.formatHex(model.state().toBytes())
        + model.states().moments().map(moments -> hex.formatHex(moments.toBytes())).orElse("");
  }
}

package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.testing.ForeignStatistics;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No reader passes over rows that SQL would choose, whatever statistics say. */
class JudgedRowsTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir static Path folder;
  private static String zeros;
  private static String foreign;
  private static String orc;

  @BeforeAll
  static void write() throws Exception {
    zeros = folder.resolve("zeros").toString();
    rows("IF(id % 4 = 0, -0D, -5D)").write().parquet(zeros);
    Path ones = folder.resolve("ones");
    rows("IF(id % 4 = 0, DOUBLE('NaN'), 1D)").write().parquet(ones.toString());
    try (Stream<Path> files = Files.list(ones)) {
      Path file = files.filter(each -> each.toString().endsWith(".parquet")).findFirst().get();
      foreign = ForeignStatistics.write(file, folder.resolve("foreign.parquet"), 1).toString();
    }
    orc = folder.resolve("orc").toString();
    rows("IF(id % 4 = 3, DOUBLE('NaN'), -0D)").write().orc(orc);
  }

  private static Dataset<Row> rows(String x) {
    return SPARK.range(0, 1000, 1, 1).selectExpr("id + 0.5D AS p", "id * 1D AS t", x + " AS x");
  }

  private static long used(String path, ReaderOption reader, String condition) {
    EvaluationSpec spec =
        EvaluationSpec.builder()
            .input(InputSpec.ofPaths(path))
            .prediction("p")
            .target("t")
            .where(condition)
            .reader(reader)
            .build();
    return new Evaluator(SPARK).evaluate(spec).results().get(0).used();
  }

  @ParameterizedTest
  @EnumSource(names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void ofParquet(ReaderOption reader) {
    assertThat(used(zeros, reader, "x >= 0")).isEqualTo(250);
    assertThat(used(foreign, reader, "x > 3")).isEqualTo(250);
  }

  @ParameterizedTest
  @EnumSource(names = {"COLUMNS", "ROWS"})
  void ofOrc(ReaderOption reader) {
    assertThat(used(orc, reader, "x > 3")).isEqualTo(250);
    assertThat(used(orc, reader, "x = 0")).isEqualTo(750);
  }

  @Test
  void theSessionIsAsBefore() {
    Map<String, String> before = settings();
    used(zeros, ReaderOption.ROWS, "x < 0");
    assertThat(settings()).isEqualTo(before);
  }

  private static Map<String, String> settings() {
    return new TreeMap<>(scala.jdk.javaapi.CollectionConverters.asJava(SPARK.conf().getAll()));
  }
}

package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.parquet.format.Type;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.EvaluationReport;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.ReaderOption;
import org.exactloss.testing.LocalSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is missing, empty or damaged is refused by name, and never read half. */
class DamagedInputTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir Path folder;

  private static EvaluationReport evaluate(Path input, ReaderOption reader) {
    EvaluationSpecBuilder spec = EvaluationSpec.builder().prediction("p").target("t");
    spec.input(InputSpec.ofPaths(input.toString())).reader(reader);
    return new Evaluator(SPARK).evaluate(spec.build());
  }

  private static EvaluationException refusal(Path input) {
    return catchThrowableOfType(
        EvaluationException.class, () -> evaluate(input, ReaderOption.AUTO));
  }

  private Path parquet() throws IOException {
    Path path = folder.resolve("data");
    SPARK
        .range(0, 5000, 1, 1)
        .selectExpr("id + 0.5D AS p", "CAST(id AS DOUBLE) AS t")
        .write()
        .option("compression", "none")
        .option("parquet.enable.dictionary", "false")
        .parquet(path.toString());
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  private static Path changed(Path file, byte[] bytes) throws IOException {
    Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
    return Files.write(file, bytes);
  }

  @Test
  void aMissingFile() {
    EvaluationException refusal = refusal(folder.resolve("nothing.csv"));
    assertThat(refusal.kind()).isEqualTo(Kind.STORAGE);
    assertThat(refusal)
        .hasMessage(
            "Cannot read "
                + folder.resolve("nothing.csv")
                + ": there is no such file or folder on file:///; check the path");
  }

  @Test
  void anEmptyFolder() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Files.writeString(empty.resolve("_SUCCESS"), "");
    assertThat(refusal(empty).kind()).isEqualTo(Kind.STORAGE);
    assertThat(refusal(empty)).hasMessageContaining("there is no data file in it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.csv", "a.json", "a.parquet", "a.orc"})
  void anEmptyFile(String name) throws IOException {
    Path empty = Files.writeString(folder.resolve(name), "");
    assertThat(refusal(empty).kind()).isEqualTo(Kind.STORAGE);
    assertThat(refusal(empty)).hasMessageContaining("it is empty (0 bytes)");
  }

  @Test
  void aFileWithoutRows() throws IOException {
    Path header = Files.writeString(folder.resolve("a.csv"), "p,t\n");
    assertThat(refusal(header).kind()).isEqualTo(Kind.STORAGE);
    assertThat(refusal(header)).hasMessageStartingWith("Cannot evaluate: the input has no rows");
  }

  @Test
  void anEmptyFileBesideFullOnes() throws IOException {
    Path file = parquet();
    Files.writeString(file.resolveSibling("part-9.parquet"), "");
    assertThat(refusal(file.getParent()).kind()).isEqualTo(Kind.STORAGE);
    assertThat(refusal(file.getParent())).hasMessageContaining("part-9.parquet");
  }

  @Test
  void aTruncatedFile() throws IOException {
    Path file = parquet();
    byte[] bytes = Files.readAllBytes(file);
    changed(file, Arrays.copyOf(bytes, bytes.length / 2));
    EvaluationException refusal = refusal(file);
    assertThat(refusal.kind()).isEqualTo(Kind.STORAGE);
    assertThat(refusal).hasMessageStartingWith("Cannot read ");
    assertThat(refusal).hasMessageContaining(file.getFileName().toString());
  }

  @ParameterizedTest
  @EnumSource(
      value = ReaderOption.class,
      names = {"PAGES", "COLUMNS", "ROWS"})
  void aWrongPageChecksum(ReaderOption reader) throws IOException {
    Path file = parquet();
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) lastByteOfFirstColumn(file)] ^= 1;
    changed(file, bytes);
    assertThatThrownBy(() -> evaluate(file, reader))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining("CRC checksum verification failed");
  }

  private static long lastByteOfFirstColumn(Path file) throws IOException {
    HadoopInputFile input =
        HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration());
    try (ParquetFileReader reader = ParquetFileReader.open(input)) {
      ColumnChunkMetaData chunk = reader.getFooter().getBlocks().get(0).getColumns().get(0);
      return chunk.getStartingPos() + chunk.getTotalSize() - 1;
    }
  }

  /** The footer has no checksum; a bit of it makes doubles integers or floats. */
  @ParameterizedTest
  @CsvSource({"PAGES, INT32", "COLUMNS, INT32", "ROWS, INT32", "AUTO, FLOAT", "ROWS, FLOAT"})
  void aFooterThatContradictsItself(ReaderOption reader, Type type) throws IOException {
    Path file = parquet();
    byte[] bytes = Files.readAllBytes(file);
    bytes[typeOfColumn(bytes, 't')] = (byte) (2 * type.getValue());
    changed(file, bytes);
    assertThatThrownBy(() -> evaluate(file, reader))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessageContaining(file.getFileName().toString());
    if (reader != ReaderOption.PAGES) {
      assertThatThrownBy(() -> evaluate(file, reader))
          .hasMessageContaining(
              "its footer tells of the column t as "
                  + type
                  + ", and of a column chunk of it as DOUBLE");
    }
  }

  /**
   * Where a footer's schema gives the type of a required double, a zigzag number in Thrift's
   * compact protocol, before its repetition and its name of one letter.
   */
  private static int typeOfColumn(byte[] file, char name) {
    byte[] column = {0x15, 0x0a, 0x25, 0x00, 0x18, 0x01, (byte) name};
    for (int from = file.length - column.length; from > 0; from--) {
      if (Arrays.equals(file, from, from + column.length, column, 0, column.length)) {
        return from + 1;
      }
    }
    throw new IllegalArgumentException("the footer has no required double " + name);
  }

  @Test
  void aFormatThatSparkStumblesOver() throws IOException {
    Path file = folder.resolve("a.orc");
    TypeDescription numbers = TypeDescription.createLong();
    OrcFile.createWriter(
            new org.apache.hadoop.fs.Path(file.toUri()),
            OrcFile.writerOptions(new Configuration()).setSchema(numbers))
        .close();
    EvaluationException refusal = refusal(file);
    assertThat(refusal.kind()).isEqualTo(Kind.STORAGE);
    assertThat(refusal)
        .hasMessageStartingWith(
            "Cannot read " + file + ": Spark fails while it looks at its columns (");
  }

  @Test
  void truncatedGzip() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of("src/examples/weather_forecasts.csv.gz"));
    Path file = Files.write(folder.resolve("a.csv.gz"), Arrays.copyOf(bytes, bytes.length / 2));
    EvaluationSpecBuilder spec =
        EvaluationSpec.builder().prediction("persistence_1h").target("temperature");
    spec.input(InputSpec.ofPaths(file.toString()));
    assertThatThrownBy(() -> new Evaluator(SPARK).evaluate(spec.build()))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessageContaining("a.csv.gz");
  }

  @Test
  void filesOfSeveralFormatsNeedAName() throws IOException {
    Files.writeString(folder.resolve("a.csv"), "p,t\n1,2\n");
    Files.writeString(folder.resolve("b.json"), "{}\n");
    EvaluationException refusal = refusal(folder);
    assertThat(refusal.kind()).isEqualTo(Kind.USAGE);
    assertThat(refusal).hasMessageContaining("name it with --format");
  }

  @Test
  void aDataSourceThatIsNotThere() {
    EvaluationSpecBuilder spec = EvaluationSpec.builder().prediction("p").target("t");
    spec.input(
        new InputSpec(
            List.of(),
            java.util.Optional.empty(),
            java.util.Optional.of("nosuchformat"),
            java.util.Map.of(),
            java.util.Optional.empty()));
    assertThatThrownBy(() -> new Evaluator(SPARK).evaluate(spec.build()))
        .isInstanceOf(EvaluationException.class)
        .hasMessageStartingWith("Cannot read the data source nosuchformat: ");
  }
}

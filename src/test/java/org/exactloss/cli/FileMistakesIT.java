package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mistakes of a new user with files, formats and data sources. */
class FileMistakesIT {
  @TempDir private Path folder;
  @TempDir private Path elsewhere;
  private LocalSparkSettings settings;

  @BeforeEach
  void set() {
    settings = new LocalSparkSettings(elsewhere);
  }

  @AfterEach
  void putBack() {
    settings.close();
  }

  private String file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private Attempt read(String input, String... more) throws IOException {
    List<String> words = Attempt.evaluate(input, more);
    words.addAll(List.of("--prediction", "p", "--target", "t", "--report", path("report.json")));
    return Attempt.of(folder, words);
  }

  private Attempt source(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("evaluate"));
    words.addAll(Arrays.asList(options));
    words.addAll(List.of("--prediction", "p", "--target", "t", "--report", path("report.json")));
    return Attempt.of(folder, words);
  }

  @Test
  void whatIsMissing() throws IOException {
    read(path("none.csv")).isRefused(4, path("none.csv") + ": there is no such file or folder");
    read(path("*.csv")).isRefused(4, path("*.csv") + ": there is no such file or folder");
    read(path("[")).isRefused(4, path("["));
    Files.createSymbolicLink(folder.resolve("link.csv"), folder.resolve("nothing"));
    read(path("link.csv")).isRefused(4, path("link.csv") + ": there is no such file");
    read("s3a://bucket/a.csv").isRefused(4, "s3a://bucket/a.csv", "that Spark has the library");
    read("hdfs://no.such.host.invalid:1/a.csv").isRefused(4, "no.such.host.invalid");
    read("C:\\data.csv").isRefused(4, "C:\\data.csv");
    source("--table", "nothing").isRefused(4, "table nothing", "cannot be found");
    source("--table", "not a name").isRefused(2, "table not a name", "Syntax error");
  }

  @Test
  void whatIsEmpty() throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    read(path("empty")).isRefused(4, "there is no data file in it");
    for (String name : List.of("a.csv", "a.parquet", "a.orc", "a.json")) {
      read(file(name, "")).isRefused(4, name + ": it is empty (0 bytes)");
    }
    read(file("header.csv", "p,t\n")).isRefused(4, "the input has no rows");
    read("/dev/null", "--format", "csv").isRefused(4, "/dev/null");
  }

  @Test
  void whatMayNotBeRead() throws IOException {
    read("/proc/self/mem", "--format", "csv").isRefused(4, "/proc/self/mem");
    String input = file("in.csv", "p,t\n1,2\n");
    for (String name : List.of("ignoreCorruptFiles", "ignoreMissingFiles", "inferSchema")) {
      read(input, "--option", name + "=true").isRefused(2, "--option " + name + "=true");
    }
    read(input, "--option", "mode=DROPMALFORMED").isRefused(2, "--on-malformed fail or skip");
  }

  @Test
  void namesThatLookLikePatterns() throws IOException {
    file("data[1].csv", "p,t\n1,2\n");
    read(path("data[1].csv")).isRefused(4, "a backslash before each of [ ]");
    Attempt escaped = Attempt.of(folder, withoutReport(path("data\\[1\\].csv")));
    assertThat(escaped.exitCode()).as(escaped.all()).isZero();
  }

  private static List<String> withoutReport(String input) {
    return Attempt.evaluate(input, "--prediction", "p", "--target", "t");
  }

  @Test
  void filesThatSparkWouldPassOver() throws IOException {
    file("deep/more/a.csv", "p,t\n1,2\n");
    file("deep/b.csv", "p,t\n1,2\n");
    read(path("deep")).isRefused(2, "deep/more/a.csv", "no partition", "recursiveFileLookup=true");
    file("parts/day=1/a.csv", "p,t\n1,2\n");
    Attempt partitions = Attempt.of(folder, withoutReport(path("parts")));
    assertThat(partitions.exitCode()).as(partitions.all()).isZero();
  }

  @Test
  void formats() throws IOException {
    file("mixed/a.csv", "p,t\n1,2\n");
    file("mixed/b.json", "{\"p\":1,\"t\":2}\n");
    read(path("mixed")).isRefused(2, "Cannot tell the format of", "name it with --format");
    String csv = file("a.csv", "p,t\n1,2\n");
    read(csv, "--format", "parkuet").isRefused(2, "parkuet");
    read(csv, "--format", "parquet").isRefused(4, csv, "is not a Parquet file");
    read(file("csv.parquet", "p,t\n1,2\n")).isRefused(4, "csv.parquet", "is not a Parquet file");
    read(file("csv.orc", "p,t\n1,2\n")).isRefused(4, "csv.orc", "Malformed ORC file");
    read(file("csv.csv.gz", "p,t\n1,2\n")).isRefused(4, "csv.csv.gz");
    read(file("csv.avro", "p,t\n1,2\n")).isRefused(4, "csv.avro", "no library for Avro");
    read(file("csv.json", "p,t\n1,2\n")).isRefused(2, "the data has no columns at all");
    Files.write(folder.resolve("wide.csv"), "p,t\n1,2\n".getBytes(StandardCharsets.UTF_16));
    read(path("wide.csv")).isRefused(4, "wide.csv: its header is no text in UTF-8");
  }

  @Test
  void optionsOfTheDataSource() throws IOException {
    String input = file("in.csv", "p,t,x\n1,2,3\n");
    read(input, "--option", "header=maybe").isRefused(2, input, "header");
    read(input, "--option", "header=false").isRefused(2, "no column", "_c0, _c1, _c2");
    read(input, "--option", "sep=").isRefused(2, input, "Delimiter cannot be empty");
    read(input, "--option", "sep=;").isRefused(2, "no column", "`p,t,x`");
    read(input, "--option", "quote=abc").isRefused(2, input, "quote");
    read(input, "--option", "encoding=KLINGON").isRefused(2, input, "KLINGON");
    read(input, "--option", "maxColumns=2").isRefused(2, input);
  }

  @Test
  void schemas() throws IOException {
    String input = file("in.csv", "p,t,x\n1,2,3\n");
    read(input, "--schema", "these are words").isRefused(2, "--schema these are words", "DECIMAL(");
    read(input, "--schema", "p NUMBER, t DOUBLE").isRefused(2, "\"NUMBER\"", "'p DOUBLE");
    read(input, "--schema", "p DECIMAL(2,9)").isRefused(2, "scale (9)", "'p DOUBLE");
    read(input, "--schema", "p DOUBLE, t DOUBLE").isRefused(2, input, "schema size: 2");
    source("--table", "x", "--schema", "p DOUBLE").isRefused(2, "schema to the table x");
  }

  @Test
  void headersAndRecordsThatDiffer() throws IOException {
    file("two/a.csv", "p,t\n1,2\n");
    file("two/b.csv", "t,p\n1,2\n");
    read(path("two")).isRefused(2, "CSV header does not conform", "two/", ".csv");
    read(file("ragged.csv", "p,t\n1,2\n1\n1,2,3\n")).isRefusedWithAccounting("malformedRecord 2");
    read(file("bad.json", "{\"p\":1,\"t\":2}\n{\"p\":\n"))
        .isRefusedWithAccounting("malformedRecord 1", "--on-malformed skip");
    read(file("twice.csv", "p,p,t\n1,1,2\n")).isRefused(2, "no column p", "p0 or p1");
  }

  @Test
  void databases() throws IOException {
    source("--format", "jdbc").isRefused(2, "data source jdbc", "'url'");
    source("--format", "csv").isRefused(4, "data source csv");
    secret("--option", "url=nonsense:hunter22").isRefused(4, "No suitable driver", "--jars");
    secret("--option", "url=jdbc:postgresql://me:hunter22@no.such.host.invalid/db")
        .isRefused(4, "No suitable driver");
    secret("--option", "url=jdbc:derby:" + path("db") + ";user=me;password=hunter22")
        .isRefused(4, path("db"), "not found");
    Attempt full =
        secret("--option", "url=jdbc:derby:" + path("db") + ";password=hunter22", "--debug");
    assertThat(full.exitCode()).as(full.all()).isEqualTo(4);
    assertThat(full.all()).contains("\tat org.exactloss.", "java.sql.SQLException");
  }

  /** No password is shown, in whatever mood the program is. */
  private Attempt secret(String... options) throws IOException {
    List<String> words = new ArrayList<>(List.of("--format", "jdbc", "--option", "dbtable=f"));
    words.addAll(List.of("--option", "password=hunter22"));
    words.addAll(Arrays.asList(options));
    Attempt attempt = source(words.toArray(String[]::new));
    assertThat(String.join("\n", attempt.error())).doesNotContain("hunter22");
    assertThat(attempt.output()).doesNotContain("hunter22");
    return attempt;
  }
}

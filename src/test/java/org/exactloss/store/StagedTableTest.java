package org.exactloss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exactloss.testing.Table.row;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagedTableTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "t.parquet, parquet, .snappy.parquet",
    "t, parquet, .snappy.parquet",
    "T.ORC, orc, .orc",
    "t.csv, csv, .csv",
    "my table.csv.gz, csv, .csv.gz",
    "t.json/, json, .json",
    "t.jsonl.gz, json, .json.gz"
  })
  void writesTheWholeTableInTheFormatOfItsName(String name, String format, String ending)
      throws IOException {
    prepare(name, ExistingOutput.REFUSE).write(rows(1, 2), List.of(), () -> {});
    String place = name.replaceFirst("/$", "");
    assertThat(names(folder)).containsExactly(place);
    assertThat(names(folder.resolve(place)))
        .contains("_SUCCESS")
        .anyMatch(file -> file.startsWith("part-") && file.endsWith(ending));
    Dataset<Row> read =
        LocalSpark.session()
            .read()
            .schema("a INT, b STRING")
            .option("header", true)
            .format(format)
            .load(path(place));
    assertThat(values(read)).containsExactly("[1,null]", "[2,null]");
  }

  @Test
  void leavesNothingBehindWhenItIsOnlyPrepared() throws IOException {
    StagedTable table = prepare("t.json", ExistingOutput.REFUSE);
    table.requireStorable(LocalSpark.session(), StructType.fromDDL("a INT, b ARRAY<DOUBLE>"));
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void refusesWhatTheFormatCannotHold() throws IOException {
    StagedTable table = prepare("t.csv.gz", ExistingOutput.REFUSE);
    assertThatThrownBy(
            () ->
                table.requireStorable(
                    LocalSpark.session(), StructType.fromDDL("a INT, b ARRAY<DOUBLE>")))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessage(
            "Cannot write to "
                + path("t.csv.gz")
                + ": its column b is ARRAY<DOUBLE>, which a cell of csv cannot hold; name a table"
                + " that ends with .parquet, .orc or .json");
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void refusesWhatIsThere() throws IOException {
    prepare("t", ExistingOutput.REFUSE).write(rows(1), List.of(), () -> {});
    assertRefused(
        "t",
        ExistingOutput.REFUSE,
        Kind.USAGE,
        ": it exists; name another table, or replace it with --overwrite");
    Files.writeString(folder.resolve("file.csv"), "a\n1\n");
    assertRefused(
        "file.csv",
        ExistingOutput.REPLACE,
        Kind.USAGE,
        ": it is no folder, and a table is one; name another place, or remove it");
    Files.createDirectories(folder.resolve("home/letters"));
    assertRefused(
        "home",
        ExistingOutput.REPLACE,
        Kind.USAGE,
        ": it holds letters/, which is no file of a table, so that it is not replaced; name another"
            + " place");
    assertRefused(
        "missing/t",
        ExistingOutput.REFUSE,
        Kind.STORAGE,
        ": its folder does not exist; make it, or name another");
    assertThat(names(folder)).containsExactly("file.csv", "home", "t");
  }

  @Test
  void keepsAwayFromInputs() throws IOException {
    Files.createDirectories(folder.resolve("data/2025"));
    Files.writeString(folder.resolve("data/2025/part-0.csv"), "a\n");
    String input = path("data/2025");
    assertOverlap("data/2025/t", input, "lies inside");
    assertOverlap("data/2025", input, "is");
    assertOverlap("data/2025", path("data/2025/part-0.csv"), "holds");
  }

  private void assertOverlap(String name, String input, String relation) {
    assertThatThrownBy(
            () ->
                StagedTable.prepare(
                    path(name), ExistingOutput.REPLACE, List.of(input), new Configuration()))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessage(
            "Cannot write to %s: it %s the input %s; name a file elsewhere"
                .formatted(path(name), relation, input));
  }

  @Test
  void keepsTheOldTableUntilTheNewOneIsComplete() throws IOException {
    prepare("t", ExistingOutput.REFUSE).write(rows(1), List.of(), () -> {});
    String place = path("t");
    // The new rows come out of the old table: it must be readable while they are written.
    Dataset<Row> next =
        LocalSpark.session()
            .read()
            .parquet(place)
            .select(functions.expr("a + 10 AS a"), functions.col("b"));
    prepare("t", ExistingOutput.REPLACE).write(next, List.of(), () -> {});
    assertThat(values(LocalSpark.session().read().parquet(place))).containsExactly("[11,null]");
    assertThat(names(folder)).containsExactly("t");
  }

  @Test
  void leavesNothingBehindWhenWritingFails() throws IOException {
    prepare("t", ExistingOutput.REFUSE).write(rows(1), List.of(), () -> {});
    StagedTable table = prepare("t", ExistingOutput.REPLACE);
    assertThatThrownBy(
            () ->
                table.write(
                    rows(1, 2).select(functions.expr("raise_error('no more') AS a")),
                    List.of(),
                    () -> {}))
        .hasStackTraceContaining("no more");
    assertThatThrownBy(
            () ->
                table.write(
                    rows(1, 2),
                    List.of(),
                    () -> {
                      throw EvaluationException.storage("at last");
                    }))
        .hasMessage("at last");
    assertThat(names(folder)).containsExactly("t");
    assertThat(values(LocalSpark.session().read().parquet(path("t")))).containsExactly("[1,null]");
  }

  @Test
  void oneOfTwoWins() throws IOException {
    StagedTable late = prepare("t", ExistingOutput.REFUSE);
    prepare("t", ExistingOutput.REFUSE).write(rows(1), List.of(), () -> {});
    assertThatThrownBy(() -> late.write(rows(2), List.of(), () -> {}))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
        .hasMessage(
            "Cannot write to "
                + path("t")
                + ": it has appeared while the job ran; name another table, or replace it with"
                + " --overwrite");
    assertThat(names(folder)).containsExactly("t");
    assertThat(values(LocalSpark.session().read().parquet(path("t")))).containsExactly("[1,null]");
  }

  @Test
  void renamesIntoNothingThatIsThere() throws IOException {
    LocalTarget target = new LocalTarget(folder.resolve("t"));
    Files.createDirectories(folder.resolve("staged"));
    for (String taken : List.of("file", "empty", "full")) {
      if (taken.equals("file")) {
        Files.writeString(folder.resolve(taken), "");
      } else {
        Files.createDirectories(folder.resolve(taken.equals("full") ? "full/inside" : taken));
      }
      assertThatThrownBy(() -> target.renameFolder("staged", taken))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThat(names(folder)).containsExactly("empty", "file", "full", "staged");
    assertThat(names(folder.resolve("full"))).containsExactly("inside");
  }

  /** Only the system's own rename decides who is first. */
  @Test
  void ofManyRenamesToOneNameOneWins() throws Exception {
    LocalTarget target = new LocalTarget(folder.resolve("t"));
    int jobs = 4;
    ExecutorService threads = Executors.newFixedThreadPool(jobs);
    try {
      for (int round = 0; round < 100; round++) {
        CyclicBarrier start = new CyclicBarrier(jobs);
        List<Callable<Boolean>> renames = new ArrayList<>();
        for (int job = 0; job < jobs; job++) {
          String staged = "staged" + job;
          Files.createDirectories(folder.resolve(staged + "/content"));
          renames.add(
              () -> {
                start.await();
                try {
                  target.renameFolder(staged, "t");
                  return true;
                } catch (FileAlreadyExistsException e) {
                  return false;
                }
              });
        }
        int winners = 0;
        for (Future<Boolean> won : threads.invokeAll(renames)) {
          winners += won.get() ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
        assertThat(names(folder)).hasSize(jobs).contains("t");
        target.delete("t");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aRenameThatFailsForAnotherReasonSaysIt() throws IOException {
    LocalTarget target = new LocalTarget(folder.resolve("t"));
    Files.createDirectories(folder.resolve("staged"));
    assertThatThrownBy(() -> target.renameFolder("staged", "t".repeat(300)))
        .isInstanceOf(FileSystemException.class)
        .isNotInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("too long");
    assertThatThrownBy(() -> target.renameFolder("missing", "t"))
        .isInstanceOf(NoSuchFileException.class);
  }

  private StagedTable prepare(String name, ExistingOutput existing) {
    return StagedTable.prepare(path(name), existing, List.of(), new Configuration());
  }

  private void assertRefused(String name, ExistingOutput existing, Kind kind, String end) {
    assertThatThrownBy(() -> prepare(name, existing))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessage("Cannot write to " + path(name) + end);
  }

  private static Dataset<Row> rows(int... values) {
    return Table.of(
            "a INT, b STRING", Arrays.stream(values).mapToObj(value -> row(value, null)).toList())
        .data();
  }

  private static List<String> values(Dataset<Row> data) {
    return data.orderBy("a").collectAsList().stream().map(Row::toString).toList();
  }

  private String path(String name) {
    return folder + "/" + name;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

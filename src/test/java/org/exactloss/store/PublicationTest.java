package org.exactloss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.exactloss.testing.Table.row;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.sql.types.StructType;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Outputs on a file system whose renames fail before or after they are done. */
class PublicationTest {
  private static final String SCHEME = "flaky";

  @TempDir Path folder;
  private final Configuration hadoop = new Configuration();

  /** What happens to a rename. */
  private enum Rename {
    DONE,
    REFUSED,
    DONE_BUT_FAILED,
    LOST
  }

  /** What happens to the next renames, in order; those behind them are done. */
  private static List<Rename> renames = List.of();

  private static boolean unreachable;

  /** Whether no file can be made by tasks of Spark. */
  private static boolean full;

  /** How many of the next deletions fail. */
  private static int failingDeletions;

  /** The local disk under another scheme, for tasks of Spark. */
  public static class RawFiles extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create(SCHEME + ":///");
    }

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path file,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      if (full) {
        throw new IOException("no space left");
      }
      return super.create(file, overwrite, bufferSize, replication, blockSize, progress);
    }
  }

  /** The same for the program. */
  public static final class FlakyFiles extends DelegateToFileSystem {
    public FlakyFiles(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(uri, new RawFiles(), conf, SCHEME, false);
    }

    @Override
    public int getUriDefaultPort() {
      return -1;
    }

    @Override
    public FileStatus getFileStatus(org.apache.hadoop.fs.Path file) throws IOException {
      if (unreachable) {
        throw new IOException("no route to the file system");
      }
      return super.getFileStatus(file);
    }

    @Override
    public boolean delete(org.apache.hadoop.fs.Path file, boolean recursive) throws IOException {
      if (failingDeletions > 0) {
        failingDeletions--;
        throw new IOException("not now");
      }
      return super.delete(file, recursive);
    }

    @Override
    public void renameInternal(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      Rename rename = renames.isEmpty() ? Rename.DONE : renames.get(0);
      renames = renames.isEmpty() ? renames : renames.subList(1, renames.size());
      if (rename == Rename.REFUSED) {
        throw new IOException("quota exceeded");
      }
      super.renameInternal(from, to);
      if (rename != Rename.DONE) {
        unreachable = rename == Rename.LOST;
        throw new IOException("connection reset");
      }
    }
  }

  @BeforeEach
  void knowTheScheme() {
    renames = List.of();
    unreachable = false;
    full = false;
    failingDeletions = 0;
    hadoop.set("fs.AbstractFileSystem." + SCHEME + ".impl", FlakyFiles.class.getName());
    LocalSpark.session()
        .sparkContext()
        .hadoopConfiguration()
        .set("fs." + SCHEME + ".impl", RawFiles.class.getName());
  }

  @ParameterizedTest
  @EnumSource(ExistingOutput.class)
  void aRenameThatIsDoneCountsAlthoughItFails(ExistingOutput existing) throws IOException {
    AtomicOutput output = prepare(existing);
    renames = List.of(Rename.DONE_BUT_FAILED);
    write(output, "new");
    assertThat(names()).containsExactly("report.json");
    assertThat(read()).isEqualTo("new");
  }

  @Test
  void aRenameThatFailsLeavesNothing() throws IOException {
    AtomicOutput output = prepare(ExistingOutput.REFUSE);
    renames = List.of(Rename.REFUSED);
    assertThatThrownBy(() -> write(output, "new"))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessage(
            "Cannot write to %s: quota exceeded; mend that, or name another place"
                .formatted(uri()));
    assertThat(names()).isEmpty();
  }

  /** This file system takes the old file away before it renames, as some do. */
  @Test
  void aReplacementThatLostTheOldOutputIsTriedOnceMore() throws IOException {
    Files.writeString(folder.resolve("report.json"), "old");
    AtomicOutput output = prepare(ExistingOutput.REPLACE);
    renames = List.of(Rename.REFUSED);
    write(output, "new");
    assertThat(names()).containsExactly("report.json");
    assertThat(read()).isEqualTo("new");
  }

  @Test
  void theCompleteOutputIsKeptWhereTheOldOneIsLost() throws IOException {
    Files.writeString(folder.resolve("report.json"), "old");
    AtomicOutput output = prepare(ExistingOutput.REPLACE);
    renames = List.of(Rename.REFUSED, Rename.REFUSED);
    assertThatThrownBy(() -> write(output, "new"))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessageMatching(
            "Cannot write to \\S+: quota exceeded, and nothing is there now; the complete output is in"
                + " (\\S+): rename it with hadoop fs -mv \\1 "
                + uri())
        .satisfies(e -> assertBothFailures(e, "quota exceeded", "quota exceeded"));
    assertThat(names()).hasSize(1);
    assertThat(Files.readString(folder.resolve(names().get(0)))).isEqualTo("new");
  }

  @Test
  void anOutcomeThatNobodyKnowsIsSaidToBeUnknown() throws IOException {
    AtomicOutput output = prepare(ExistingOutput.REFUSE);
    renames = List.of(Rename.LOST);
    assertThatThrownBy(() -> write(output, "new"))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessage(
            "Cannot say whether the output "
                + uri()
                + " is complete: connection reset; see whether it is there with hadoop fs -ls "
                + uri()
                + " (what is there is whole), and else give the command again with --overwrite")
        .satisfies(e -> assertBothFailures(e, "no route to the file system", "connection reset"));
    assertThat(read()).isEqualTo("new");
  }

  @Test
  void anOutcomeOfATableThatNobodyKnowsIsSaidToBeUnknown() throws IOException {
    StagedTable table = table(ExistingOutput.REFUSE, Rename.LOST);
    assertThatThrownBy(() -> table.write(rows(1), List.of(), () -> {}))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessageStartingWith("Cannot say whether the table " + SCHEME + "://" + folder + "/t ")
        .satisfies(e -> assertBothFailures(e, "no route to the file system", "connection reset"));
    assertThat(tableValues()).containsExactly("[1]");
  }

  /** What failed last is the cause, and carries what failed before. */
  private static void assertBothFailures(Throwable thrown, String last, String before) {
    assertThat(thrown).hasRootCauseMessage(last);
    assertThat(thrown.getCause().getSuppressed())
        .anySatisfy(failure -> assertThat(failure).hasMessage(before));
  }

  /** Types that Parquet holds for sure need no trial; others are tried, and nothing is left. */
  @Test
  void aTrialThatFailsLeavesNothing() throws IOException {
    StagedTable table = table(ExistingOutput.REFUSE);
    StructType sure = StructType.fromDDL("a INT, b STRING");
    StructType unsure = StructType.fromDDL("a INT, b STRUCT<c: INT>");
    full = true;
    table.requireStorable(LocalSpark.session(), sure);
    assertThatThrownBy(() -> table.requireStorable(LocalSpark.session(), unsure))
        .hasStackTraceContaining("no space left");
    assertThat(names()).isEmpty();
    full = false;
    table.requireStorable(LocalSpark.session(), unsure);
    failingDeletions = 1;
    assertThatThrownBy(() -> table.requireStorable(LocalSpark.session(), unsure))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessageEndingWith(": not now; mend that, or name another place");
    assertThat(names()).isEmpty();
  }

  /** Names that differ in case alone are one column to Spark. */
  @Test
  void columnsOfOneNameAreRefused() throws IOException {
    StagedTable table = table(ExistingOutput.REFUSE);
    StructType twice = StructType.fromDDL("a INT, A INT");
    assertThatThrownBy(() -> table.requireStorable(LocalSpark.session(), twice))
        .hasMessageContaining("COLUMN_ALREADY_EXISTS");
    assertThat(names()).isEmpty();
  }

  @Test
  void tablesAreMovedByTheSameRules() throws IOException {
    table(ExistingOutput.REFUSE, Rename.DONE_BUT_FAILED).write(rows(1), List.of(), () -> {});
    assertThat(tableValues()).containsExactly("[1]");
    table(ExistingOutput.REPLACE, Rename.DONE_BUT_FAILED, Rename.DONE_BUT_FAILED)
        .write(rows(2), List.of(), () -> {});
    assertThat(tableValues()).containsExactly("[2]");
    assertThatThrownBy(
            () ->
                table(ExistingOutput.REPLACE, Rename.DONE, Rename.REFUSED)
                    .write(rows(3), List.of(), () -> {}))
        .hasMessageEndingWith(": quota exceeded; mend that, or name another place");
    assertThat(tableValues()).containsExactly("[2]");
    assertThatThrownBy(
            () ->
                table(ExistingOutput.REPLACE, Rename.DONE, Rename.REFUSED, Rename.REFUSED)
                    .write(rows(4), List.of(), () -> {}))
        .hasMessageStartingWith("Cannot say whether the table " + SCHEME + "://" + folder + "/t ")
        .hasMessageContaining("the old one could not be put back from ")
        .hasMessageContaining("hadoop fs -ls ")
        .satisfies(e -> assertBothFailures(e, "quota exceeded", "quota exceeded"));
    assertThat(names()).hasSize(1);
    assertThat(
            LocalSpark.session().read().parquet(folder.resolve(names().get(0)).toString()).count())
        .isEqualTo(1);
  }

  @Test
  void ofManyJobsOneWins() throws Exception {
    int jobs = 8;
    ExecutorService threads = Executors.newFixedThreadPool(jobs);
    try {
      for (int round = 0; round < 20; round++) {
        Files.deleteIfExists(folder.resolve("race.json"));
        List<AtomicOutput> outputs =
            IntStream.range(0, jobs)
                .mapToObj(
                    job ->
                        AtomicOutput.prepare(
                            folder + "/race.json", ExistingOutput.REFUSE, List.of(), hadoop))
                .toList();
        List<Callable<Boolean>> writers =
            IntStream.range(0, jobs)
                .mapToObj(job -> (Callable<Boolean>) () -> wins(outputs.get(job), "job" + job))
                .toList();
        int winner = -1;
        List<Future<Boolean>> results = threads.invokeAll(writers);
        for (int job = 0; job < jobs; job++) {
          if (results.get(job).get()) {
            assertThat(winner).as("the winner beside %d", job).isEqualTo(-1);
            winner = job;
          }
        }
        assertThat(names()).containsExactly("race.json");
        assertThat(Files.readString(folder.resolve("race.json"))).isEqualTo("job" + winner);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean wins(AtomicOutput output, String text) {
    try {
      write(output, text);
      return true;
    } catch (EvaluationException e) {
      assertThat(e).hasMessageContaining("it has appeared while the job ran");
      return false;
    }
  }

  private AtomicOutput prepare(ExistingOutput existing) {
    return AtomicOutput.prepare(uri(), existing, List.of(), hadoop);
  }

  private StagedTable table(ExistingOutput existing, Rename... outcomes) {
    renames = List.of();
    StagedTable table =
        StagedTable.prepare(SCHEME + "://" + folder + "/t", existing, List.of(), hadoop);
    renames = List.of(outcomes);
    return table;
  }

  private static org.apache.spark.sql.Dataset<org.apache.spark.sql.Row> rows(int value) {
    return Table.of("a INT", row(value)).data();
  }

  private List<String> tableValues() throws IOException {
    assertThat(names()).containsExactly("t");
    return LocalSpark.session().read().parquet(folder + "/t").collectAsList().stream()
        .map(Object::toString)
        .toList();
  }

  private static void write(AtomicOutput output, String text) {
    output.write(stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private String uri() {
    return SCHEME + "://" + folder + "/report.json";
  }

  private String read() throws IOException {
    return Files.readString(folder.resolve("report.json"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}

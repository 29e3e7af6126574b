package org.exactloss.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The mistakes of a new user that need a process of their own. */
@TestMethodOrder(OrderAnnotation.class)
class UserMistakesIT {
  private static final Path EXACTLOSS = Installation.PROJECT.script("exactloss");

  /** Spark waits a minute for a master before it gives up; other tests run in the meantime. */
  private static final ExecutorService IN_THE_MEANTIME = Executors.newSingleThreadExecutor();

  @TempDir private static Path lonely;
  private static Future<Run> unreachable;

  @TempDir private Path folder;
  private Path here;
  private Path temporary;

  @BeforeEach
  void makeFolders() throws IOException {
    here = Files.createDirectory(folder.resolve("here"));
    temporary = Files.createDirectory(folder.resolve("temporary"));
  }

  @BeforeAll
  static void lookForAMasterThatIsNotThere() throws IOException {
    Path data = Files.writeString(lonely.resolve("data.csv"), "p,t\n1,2\n");
    Run.Command command =
        run(
                Files.createDirectory(lonely.resolve("here")),
                Files.createDirectory(lonely.resolve("temporary")),
                "--master",
                "spark://127.0.0.1:1",
                "evaluate",
                "--input",
                data.toString(),
                "--prediction",
                "p",
                "--target",
                "t")
            .with("EXACTLOSS_CLASS_ARCHIVE", "none");
    unreachable = IN_THE_MEANTIME.submit(command::go);
  }

  @AfterAll
  static void endTheThread() {
    IN_THE_MEANTIME.shutdown();
  }

  private Run.Command run(String... words) {
    return run(here, temporary, words);
  }

  private static Run.Command run(Path here, Path temporary, String... words) {
    return Run.of(EXACTLOSS, words)
        .in(here)
        .with("SPARK_SUBMIT_OPTS", Run.QUICK_START + " -Djava.io.tmpdir=" + temporary);
  }

  private void leftNothing() throws IOException {
    leftNothingIn(here, temporary);
  }

  private static void leftNothingIn(Path here, Path temporary) throws IOException {
    try (Stream<Path> mine = Files.list(here);
        Stream<Path> others = Files.list(temporary)) {
      assertThat(Stream.concat(mine, others)).isEmpty();
    }
  }

  @Test
  void aMissingTableIsSaidOnceAndLeavesNoCatalogBehind() throws Exception {
    Run run =
        run("evaluate", "--table", "no_such_table", "--prediction", "p", "--target", "t").go();

    assertThat(run.exitCode()).as(run.all()).isEqualTo(4);
    assertThat(run.output()).isEmpty();
    assertThat(messages(run))
        .as(run.all())
        .singleElement()
        .asString()
        .startsWith("Cannot read table no_such_table: ");
    assertThat(here).isEmptyDirectory();
  }

  @Test
  void debugShowsTheLogAndTheStackTrace() throws Exception {
    String[] words = {"evaluate", "--input", "none.csv", "--prediction", "p", "--target", "t"};
    Run silent = run(words).go();
    Run full =
        run(Stream.concat(Stream.of(words), Stream.of("--debug")).toArray(String[]::new)).go();

    for (Run run : List.of(silent, full)) {
      assertThat(run.exitCode()).as(run.all()).isEqualTo(4);
      assertThat(run.output()).isEmpty();
      assertThat(run.error()).contains("Cannot read none.csv: there is no such file or folder");
    }
    assertThat(messages(silent)).as(silent.all()).hasSize(1);
    assertThat(full.error()).contains("\tat org.exactloss.", "SparkContext", " INFO ");
    leftNothing();
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void aMasterThatIsNotThereEndsTheProgram() throws Exception {
    Run run = unreachable.get();

    assertThat(run.exitCode()).as(run.all()).isEqualTo(4);
    assertThat(run.output()).isEmpty();
    assertThat(run.error())
        .as(run.all())
        .contains(
            "Cannot evaluate: Spark on spark://127.0.0.1:1 has stopped or could not be reached")
        .doesNotContain("\tat ", "internal error");
    leftNothingIn(lonely.resolve("here"), lonely.resolve("temporary"));
  }

  @Test
  void slipsInTheOptionsOfSpark() throws Exception {
    Run master = run("--master", "nonsense", "evaluate").go();
    Run setting = run("--conf", "nonsense", "evaluate").go();

    assertThat(master.exitCode()).as(master.all()).isEqualTo(2);
    assertThat(master.error())
        .isEqualTo(
            "Cannot start Spark: --master is nonsense; give local[N], spark://HOST:PORT, yarn or"
                + " k8s://URL\n");
    assertThat(setting.exitCode()).as(setting.all()).isEqualTo(2);
    assertThat(setting.error()).startsWith("Cannot start Spark: --conf is nonsense; give a name");
  }

  /** Very many small tasks, so that the signal comes while they run. */
  @Test
  void controlCStopsTheJobAndLeavesNothing() throws Exception {
    String rows =
        IntStream.range(0, 100_000).mapToObj(i -> i + ".5," + i).collect(Collectors.joining("\n"));
    Path data = Files.writeString(folder.resolve("data.csv"), "p,t\n" + rows + "\n");

    Run run =
        run(
                "--conf",
                "spark.sql.files.maxPartitionBytes=200",
                "--conf",
                "spark.sql.files.openCostInBytes=0",
                "evaluate",
                "--input",
                data.toString(),
                "--prediction",
                "p",
                "--target",
                "t",
                "--report",
                here.resolve("report.json").toString())
            .interruptedAfter("INFO: Kernel");

    assertThat(run.exitCode()).as(run.all()).isEqualTo(130);
    assertThat(run.output()).isEmpty();
    assertThat(messages(run))
        .as(run.all())
        .containsExactly(
            "Cannot evaluate: it was cancelled; no output is half-written, give the command again");
    leftNothing();
  }

  /** What the program says besides its log and the JVM's own warning. */
  private static List<String> messages(Run run) {
    return run.error()
        .lines()
        .filter(line -> !line.startsWith("INFO: ") && !line.startsWith("WARNING: Using incubator"))
        .toList();
  }
}

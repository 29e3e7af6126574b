package org.exactloss.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mistakes of a new user that need a process of their own. */
class UserMistakesIT {
  private static final Path EXACTLOSS = Installation.PROJECT.script("exactloss");

  @TempDir private Path folder;
  private Path here;
  private Path temporary;

  @BeforeEach
  void makeFolders() throws IOException {
    here = Files.createDirectory(folder.resolve("here"));
    temporary = Files.createDirectory(folder.resolve("temporary"));
  }

  private Run.Command run(String... words) {
    return Run.of(EXACTLOSS, words)
        .in(here)
        .with("SPARK_SUBMIT_OPTS", "-Djava.io.tmpdir=" + temporary);
  }

  private void leftNothing() throws IOException {
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
  void aMasterThatIsNotThereEndsTheProgram() throws Exception {
    Path data = Files.writeString(folder.resolve("data.csv"), "p,t\n1,2\n");

    Run run =
        run(
                "--master",
                "spark://127.0.0.1:1",
                "evaluate",
                "--input",
                data.toString(),
                "--prediction",
                "p",
                "--target",
                "t")
            .go();

    assertThat(run.exitCode()).as(run.all()).isEqualTo(4);
    assertThat(run.output()).isEmpty();
    assertThat(run.error())
        .as(run.all())
        .contains(
            "Cannot evaluate: Spark on spark://127.0.0.1:1 has stopped or could not be reached")
        .doesNotContain("\tat ", "internal error");
    leftNothing();
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
            "Cannot evaluate: it was cancelled; nothing was written, give the command again");
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

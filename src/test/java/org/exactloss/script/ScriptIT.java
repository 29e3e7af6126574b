package org.exactloss.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts with the embedded Spark, run as users run them. */
class ScriptIT {
  private static final Installation PROJECT = Installation.PROJECT;

  @TempDir private Path folder;

  @Test
  void quickstartPrintsAndReportsTheTrueNumbers() throws Exception {
    Path report = folder.resolve("report.json");

    Run run = Run.of(PROJECT.script("quickstart"), "--report", report.toString()).optimized().go();

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.output())
        .as(run.all())
        .contains("persistence_1h", "persistence_24h", "linear_model")
        .contains("2.931917206982544", "47.6480243502368", "2.4866139891241565");
    WeatherReport.in(report).isTrue();
  }

  @Test
  void withoutSkippingNullsTheAccountingIsShownAndNothingIsWritten() throws Exception {
    Path report = folder.resolve("report.json");

    Run run =
        Run.of(
                PROJECT.script("exactloss"),
                evaluate(PROJECT.weather().toString(), "--report", report.toString()))
            .go();

    assertThat(run.exitCode()).as(run.all()).isEqualTo(3);
    assertThat(run.output() + run.error())
        .as(run.all())
        .contains("nullTarget", "nullPrediction", "49", "143", "Cannot ")
        .doesNotContain("\tat ");
    assertThat(report).doesNotExist();
  }

  @Test
  void anyCurrentFolderDoesAndStaysClean() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("score"), PROJECT.script("exactloss"));
    Path elsewhere = Files.createDirectories(folder.resolve("else where"));
    Path data = Files.copy(PROJECT.weather(), elsewhere.resolve("the weather.csv.gz"));

    Run run =
        Run.of(
                link,
                evaluate(
                    data.getFileName().toString(), "--on-null", "skip", "--report", "out.json"))
            .in(elsewhere)
            .go();

    assertThat(run.exitCode()).as(run.all()).isZero();
    WeatherReport.in(elsewhere.resolve("out.json")).isTrue();
    assertThat(elsewhere).isDirectoryNotContaining("glob:**{warehouse,metastore_db,derby.log}*");
    assertThat(elsewhere.toFile().list()).containsOnly(data.getFileName().toString(), "out.json");
  }

  @Test
  void aProjectWithSpacesInItsPathDoesFromAFolderThatNobodyMayWriteTo() throws Exception {
    Installation copy = Installation.built(folder.resolve("a folder with spaces"));
    Path report = folder.resolve("report.json");

    Run run =
        Run.of(copy.script("quickstart"), "--report", report.toString())
            .in(Path.of("/proc"))
            .with("EXACTLOSS_CLASS_ARCHIVE", "none")
            .go();

    assertThat(run.exitCode()).as(run.all()).isZero();
    WeatherReport.in(report).isTrue();
    assertThat(copy.root().resolve("target")).isDirectoryNotContaining("glob:**.jsa");
  }

  @Test
  void optionsBeforeTheCommandReachSpark() throws Exception {
    List<String> words = new ArrayList<>(List.of("--master", "local[many]"));
    words.addAll(List.of(evaluate(PROJECT.weather().toString())));

    Run run = Run.of(PROJECT.script("exactloss"), words.toArray(String[]::new)).go();

    assertThat(run.exitCode()).as(run.all()).isEqualTo(2);
    assertThat(run.error())
        .as(run.all())
        .contains("Cannot start Spark on local[many]")
        .doesNotContain("\tat ");
  }

  /** Kryo cannot make records again, and many clusters have it as their default. */
  @Test
  void aSerializerThatCannotTakeRecordsDoesNoHarm() throws Exception {
    Path results = folder.resolve("results");
    Path errors = folder.resolve("errors");
    List<String> words =
        new ArrayList<>(
            List.of(
                "--conf",
                "spark.serializer=org.apache.spark.serializer.KryoSerializer",
                "--conf",
                "spark.kryo.registrationRequired=true"));
    words.addAll(List.of(evaluate(PROJECT.weather().toString(), "--on-null", "skip")));
    words.addAll(
        List.of("--slice", "station", "--batch-size", "1000", "--order-by", "time,station"));
    words.addAll(List.of("--worst", "3", "--metric", "r2", "--confidence", "0.95"));
    words.addAll(List.of("--results", results.toString(), "--errors", errors.toString()));

    Run run = Run.of(PROJECT.script("exactloss"), words.toArray(String[]::new)).go();

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.output())
        .as(run.all())
        .contains("2.931917206982544", "3 slices by station", "2.95710478342582");
    assertThat(results.resolve("_SUCCESS")).exists();
    assertThat(errors.resolve("_SUCCESS")).exists();
  }

  @Test
  void versionAndHelpNeedNoCommand() throws Exception {
    Run version = Run.of(PROJECT.script("exactloss"), "--version").go();
    Run help = Run.of(PROJECT.script("exactloss"), "--help").go();

    assertThat(version.exitCode()).as(version.all()).isZero();
    assertThat(version.output()).as(version.all()).contains("0.1.0");
    assertThat(help.exitCode()).as(help.all()).isZero();
    assertThat(help.output()).as(help.all()).contains("evaluate", "--version");
  }

  @Test
  void anUnknownOptionIsAMistakeOfTheCommandLine() throws Exception {
    Run run = Run.of(PROJECT.script("exactloss"), evaluate("x.csv", "--no-such-option")).go();

    assertThat(run.exitCode()).as(run.all()).isEqualTo(2);
    assertThat(run.error()).as(run.all()).contains("--no-such-option").doesNotContain("\tat ");
  }

  private static String[] evaluate(String input, String... more) {
    List<String> words = new ArrayList<>(List.of("evaluate", "--input", input));
    words.addAll(Arrays.asList(WeatherReport.ARGUMENTS));
    words.addAll(Arrays.asList(more));
    return words.toArray(String[]::new);
  }
}

package org.exactloss.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the scripts do about the Java, the Spark and the Maven that they find or miss. */
class EnvironmentIT {
  private static final Installation PROJECT = Installation.PROJECT;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "1.8.0_402, Java 8, too old",
    "11.0.22, Java 11, too old",
    "16, Java 16, too old",
    "25, Java 25, does not run",
    "26-ea, Java 26, does not run"
  })
  void aJavaThatSparkCannotUseIsRefused(String version, String name, String reason)
      throws Exception {
    Path java = fakeJava("jdk", version);

    for (Run run :
        new Run[] {
          Run.of(PROJECT.script("quickstart"))
              .with("JAVA_HOME", java.getParent().getParent().toString())
              .go(),
          Run.of(PROJECT.script("quickstart"))
              .with("JAVA_HOME", null)
              .with("PATH", java.getParent() + ":" + System.getenv("PATH"))
              .go()
        }) {
      failedWith(run, 4, "Cannot start ExactLoss: " + java + " is " + name, reason, "JDK 17 or 21");
    }
  }

  @Test
  void aMissingJavaIsSaid() throws Exception {
    Run nowhere = Run.of(PROJECT.script("exactloss")).with("JAVA_HOME", "/no/such/jdk").go();
    Run none =
        Run.of(PROJECT.script("exactloss"))
            .with("JAVA_HOME", null)
            .with("PATH", tools().toString())
            .go();

    failedWith(nowhere, 4, "Cannot start Java: JAVA_HOME is /no/such/jdk, which has no bin/java");
    failedWith(none, 4, "Cannot start Java: JAVA_HOME is not set and no java is on the PATH");
  }

  @Test
  void withoutSparkAndNetworkTheReasonIsSaid() throws Exception {
    Installation fresh = Installation.unbuilt(folder.resolve("fresh"));
    Path maven =
        Installation.program(
            folder.resolve("maven/mvn"),
            "echo '[ERROR] Plugin x could not be resolved: Could not transfer artifact a:b:pom:1"
                + " from/to central (https://repo.example): Unknown host repo.example'",
            "exit 1");

    Run run =
        Run.of(fresh.script("quickstart"))
            .with("PATH", maven.getParent() + ":" + System.getenv("PATH"))
            .go();

    failedWith(
        run,
        4,
        "Cannot build ExactLoss: Maven could not download what is missing",
        "Unknown host repo.example",
        "connect to the network");
    assertThat(fresh.root().resolve("target/build.log")).content().contains("repo.example");
  }

  @Test
  void aBuildThatFailsForAnotherReasonSaysIt() throws Exception {
    Installation fresh = Installation.unbuilt(folder.resolve("fresh"));
    Path maven =
        Installation.program(
            folder.resolve("maven/mvn"), "echo '[ERROR] No space left on device'", "exit 7");

    Run run =
        Run.of(fresh.script("exactloss"), "--version")
            .with("PATH", maven.getParent() + ":" + System.getenv("PATH"))
            .go();

    failedWith(
        run, 4, "Cannot build ExactLoss: mvn ended with exit code 7", "No space left on device");
  }

  @Test
  void aMissingMavenIsSaid() throws Exception {
    Installation fresh = Installation.unbuilt(folder.resolve("fresh"));

    Run run = Run.of(fresh.script("exactloss")).with("PATH", tools().toString()).go();

    failedWith(run, 4, "Cannot build ExactLoss: no mvn is on the PATH");
  }

  @Test
  void aBuildThatIsThereIsNotMadeAgain() throws Exception {
    Path maven =
        Installation.program(folder.resolve("maven/mvn"), "echo 'must not run' >&2", "exit 1");

    Run run =
        Run.of(PROJECT.script("exactloss"), "--version")
            .with("PATH", maven.getParent() + ":" + System.getenv("PATH"))
            .go();

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.error()).as(run.all()).doesNotContain("must not run", "building");
  }

  @Test
  void theSparkOfSparkHomeIsUsed() throws Exception {
    Path submit = fakeSubmit("my spark/bin/spark-submit");

    Run run =
        Run.of(
                PROJECT.script("exactloss"),
                "--name",
                "evaluate",
                "--conf=spark.a=b c",
                "-v",
                "evaluate",
                "--input",
                "a b.csv",
                "--master",
                "")
            .with("SPARK_HOME", submit.getParent().getParent().toString())
            .go();

    assertThat(run.exitCode()).as(run.all()).isEqualTo(42);
    assertThat(run.output())
        .isEqualTo(
            Stream.of(
                    "--name",
                    "evaluate",
                    "--conf=spark.a=b c",
                    "-v",
                    "--class",
                    "org.exactloss.cli.Main",
                    PROJECT.jar(),
                    "evaluate",
                    "--input",
                    "a b.csv",
                    "--master",
                    "")
                .map(word -> "<" + word + ">\n")
                .reduce("", String::concat));
    assertThat(run.error())
        .as("the script becomes Spark, so that signals reach it")
        .isEqualTo("process " + run.process() + "\n");
  }

  @Test
  void theSparkOnThePathIsUsedAndAWrongSparkHomeIsSaid() throws Exception {
    Path submit = fakeSubmit("bin/spark-submit");

    Run run =
        Run.of(PROJECT.script("exactloss"), "evaluate")
            .with("PATH", submit.getParent() + ":" + System.getenv("PATH"))
            .with("SPARK_HOME", "/no/such/spark")
            .go();

    assertThat(run.exitCode()).as(run.all()).isEqualTo(42);
    assertThat(run.error())
        .contains("SPARK_HOME is /no/such/spark, which has no bin/spark-submit; using " + submit);
  }

  @Test
  void aSparkOptionWithoutItsValueIsAMistakeOfTheCommandLine() throws Exception {
    Run run = Run.of(PROJECT.script("exactloss"), "--master").go();

    failedWith(run, 2, "Cannot start Spark: the option --master has no value");
  }

  @Test
  void anUnknownBenchmarkIsAMistakeOfTheCommandLine() throws Exception {
    failedWith(
        Run.of(PROJECT.script("benchmark")).go(), 2, "Cannot run a benchmark: none is named");
    failedWith(
        Run.of(PROJECT.script("benchmark"), "speed").go(),
        2,
        "Cannot run a benchmark: there is none of the name speed");
  }

  private static void failedWith(Run run, int exitCode, String... words) {
    assertThat(run.exitCode()).as(run.all()).isEqualTo(exitCode);
    assertThat(run.output()).as(run.all()).isEmpty();
    assertThat(run.error()).as(run.all()).contains(words);
  }

  private Path fakeJava(String home, String version) throws IOException {
    return Installation.program(
        folder.resolve(home).resolve("bin/java"),
        "echo 'openjdk version \"" + version + "\" 2020-01-01' >&2");
  }

  private Path fakeSubmit(String name) throws IOException {
    return Installation.program(
        folder.resolve(name),
        "for word; do printf '<%s>\\n' \"$word\"; done",
        "echo \"process $$\" >&2",
        "exit 42");
  }

  /** A folder with the ordinary tools that the scripts use, but neither Java nor Maven. */
  private Path tools() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool :
        new String[] {"bash", "env", "dirname", "readlink", "grep", "tail", "id", "mkdir"}) {
      Path link = tools.resolve(tool);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, find(tool));
      }
    }
    return tools;
  }

  private static Path find(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(each -> Path.of(each, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + tool + " on the PATH"));
  }
}

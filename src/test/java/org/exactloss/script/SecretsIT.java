package org.exactloss.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of the command line are searched for in everything that the program writes. */
class SecretsIT {
  private static final String CANARY = "c4n4ry";
  private static final List<String> OUTPUTS =
      List.of("report.json", "page.html", "results", "errors", "sum.state", "kept");

  @TempDir private Path folder;

  @Test
  void noOutputHoldsASecretAndAllObeyTheUmask() throws Exception {
    Path input = Files.writeString(folder.resolve("in\u001Bc\u202E.csv"), "p,t\n1,2\n2,4\n");
    Run run =
        run(
            "--conf",
            "spark.hadoop.fs.s3a.secret.key=" + CANARY + "-conf",
            "--conf",
            "spark.logConf=true",
            "--conf",
            "spark.sql.shuffle.partitions=2",
            "evaluate",
            "--debug",
            "--input",
            input.toString(),
            "--option",
            "password=" + CANARY + "&of,option",
            "--option",
            "url=jdbc:mysql://ann:" + CANARY + "%2Furl@host/d?token=" + CANARY + "-query",
            "--prediction",
            "p",
            "--target",
            "t",
            "--slice",
            "t",
            "--report",
            out("report.json"),
            "--html",
            out("page.html"),
            "--results",
            out("results"),
            "--errors",
            out("errors"),
            "--state",
            out("sum.state"));
    assertThat(run.exitCode()).as(run.all()).isZero();
    assertSilent(run);
    assertThat(Files.readString(folder.resolve("report.json"))).contains("password=***");
    for (Path file : written()) {
      assertSilent(file);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as("permissions of %s", file)
          .endsWith("------");
    }
  }

  @Test
  void checkpointsAndMistakesHoldNoSecretEither() throws Exception {
    Path input = Files.writeString(folder.resolve("in.csv"), "p,t\n1,2\n2,4\n");
    Path configuration =
        Files.writeString(
            folder.resolve("c.properties"),
            "option = apiKey=" + CANARY + "-file\ninput = " + input + "\ntarget = t\n");
    String[] request = {
      "evaluate",
      "--debug",
      "--config",
      configuration.toString(),
      "--prediction",
      "p",
      "--checkpoint",
      out("kept")
    };
    Run run = run(request);
    assertThat(run.exitCode()).as(run.all()).isZero();
    assertSilent(run);
    for (Path file : written()) {
      assertSilent(file);
    }

    Run mistaken =
        run(
            "evaluate",
            "--debug",
            "--format",
            "jdbc",
            "--option",
            "url=jdbc:nosuch:thin:ann/" + CANARY + "@host",
            "--option",
            "dbtable=t",
            "--option",
            "sslpassword=" + CANARY + " with blank",
            "--prediction",
            "p",
            "--target",
            "t");
    assertThat(mistaken.exitCode()).as(mistaken.all()).isBetween(2, 4);
    assertSilent(mistaken);
  }

  private static void assertSilent(Run run) {
    String said = run.output() + run.error();
    assertThat(said).doesNotContain(CANARY);
    assertThat(said).doesNotContainPattern("[\\p{Cc}&&[^\n\t]]");
  }

  private static void assertSilent(Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .as("content of %s", file)
          .doesNotContain(CANARY);
    }
  }

  private Run run(String... words) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("-c", "umask 077; exec \"$@\"", "sh"));
    line.add(Installation.PROJECT.script("exactloss").toString());
    line.addAll(List.of(words));
    return Run.of(Path.of("/bin/sh"), line.toArray(String[]::new)).go();
  }

  private String out(String name) {
    return folder.resolve(name).toString();
  }

  private List<Path> written() throws IOException {
    List<Path> written = new ArrayList<>();
    for (String output : OUTPUTS) {
      if (Files.exists(folder.resolve(output))) {
        try (Stream<Path> files = Files.walk(folder.resolve(output))) {
          written.addAll(files.toList());
        }
      }
    }
    assertThat(written).isNotEmpty();
    return written;
  }
}

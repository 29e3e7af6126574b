package org.exactloss.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standalone master and its workers, each a process of its own. */
class LocalClusterIT {
  @TempDir private Path folder;
  private Installation copy;

  @BeforeEach
  void install() throws Exception {
    copy = Installation.built(folder.resolve("with a space"));
  }

  @AfterEach
  void stop() throws Exception {
    Run run = control("stop");
    assertThat(run.exitCode()).as(run.all()).isZero();
  }

  @Test
  void evaluatesInExecutorsOfTheirOwn() throws Exception {
    String port = Integer.toString(freePort());
    Path report = folder.resolve("report.json");

    Run start = control("start", "--port", port);
    assertThat(start.exitCode()).as(start.all()).isZero();
    assertThat(start.output()).isEqualTo("spark://127.0.0.1:" + port + "\n");
    Run status = control("status");
    assertThat(status.exitCode()).as(status.all()).isZero();
    assertThat(status.error())
        .contains("master, process", "worker-1, process", "worker-2, process");
    Run again = control("start", "--port", port);
    assertThat(again.exitCode()).as(again.all()).isEqualTo(2);
    assertThat(again.error()).contains("it is running at spark://127.0.0.1:" + port);

    Run run = evaluate("spark://127.0.0.1:" + port, report);

    assertThat(run.exitCode()).as(run.all()).isZero();
    WeatherReport.in(report).isTrue();
    try (Stream<Path> files = Files.walk(copy.root().resolve("target/local-cluster/work"))) {
      assertThat(files.filter(file -> file.endsWith("exactloss.jar")))
          .as("the jar that executors fetched")
          .isNotEmpty();
    }
    assertThat(control("stop").exitCode()).isZero();
    assertThat(control("status").exitCode()).isEqualTo(1);
    assertThat(control("stop").error()).contains("nothing is running");
  }

  @Test
  void aPortThatIsTakenIsSaid() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Run run = control("start", "--port", Integer.toString(taken.getLocalPort()));

      assertThat(run.exitCode()).as(run.all()).isEqualTo(4);
      assertThat(run.error())
          .contains("Cannot start the local cluster: port " + taken.getLocalPort(), "is taken");
    }
  }

  private Run control(String... arguments) throws Exception {
    return Run.of(copy.script("local-cluster"), arguments).go();
  }

  private Run evaluate(String master, Path report) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of("--master", master, "evaluate", "--input", copy.weather().toString()));
    words.addAll(Arrays.asList(WeatherReport.ARGUMENTS));
    words.addAll(List.of("--on-null", "skip", "--report", report.toString()));
    return Run.of(copy.script("exactloss"), words.toArray(String[]::new))
        .with("EXACTLOSS_CLASS_ARCHIVE", "none")
        .go();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}

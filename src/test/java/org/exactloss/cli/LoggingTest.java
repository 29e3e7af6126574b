package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
  private static final List<String> SECRETS = List.of("hunter2canary");
  private final Logger ours = LoggerFactory.getLogger("org.exactloss.scan.Reader");
  private final Logger tasks = LoggerFactory.getLogger("org.apache.spark.scheduler.TaskSetManager");
  private final Logger scheduler =
      LoggerFactory.getLogger("org.apache.spark.scheduler.TaskSchedulerImpl");
  private final Logger other = LoggerFactory.getLogger("org.apache.spark.storage.BlockManager");
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final PrintStream before = System.err;

  @BeforeEach
  void capture() {
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void release() {
    System.setErr(before);
    Logging.configure(Logging.Amount.NORMAL, SECRETS);
  }

  @Test
  void saysOurChoicesAndSparksErrorsWithoutTraces() {
    Logging.configure(Logging.Amount.NORMAL, SECRETS);
    logAll();
    assertThat(logged()).isEqualTo("INFO: reads rows\nWARN: no resources\nERROR: other failed\n");
  }

  @Test
  void quietSaysErrorsOnly() {
    Logging.configure(Logging.Amount.QUIET, SECRETS);
    logAll();
    assertThat(logged()).isEqualTo("ERROR: other failed\n");
  }

  @Test
  void debugSaysEverythingWithTraces() {
    Logging.configure(Logging.Amount.FULL, SECRETS);
    logAll();
    assertThat(logged())
        .contains("DEBUG Reader [main]: details", "INFO BlockManager", "lost task", "\tat ");
  }

  @Test
  void silenceEndsAll() {
    Logging.configure(Logging.Amount.NORMAL, SECRETS);
    Logging.silence();
    logAll();
    assertThat(logged()).isEmpty();
  }

  @Test
  void tasksThatEndWhileSparkStopsAreNoErrors() {
    for (Logging.Amount amount : List.of(Logging.Amount.QUIET, Logging.Amount.NORMAL)) {
      logged.reset();
      Logging.configure(amount, SECRETS);
      scheduler.error("lost executor");
      Logging.silenceScheduler();
      scheduler.error("Exception in statusUpdate");
      other.error("other failed");
      assertThat(logged()).isEqualTo("ERROR: lost executor\nERROR: other failed\n");
    }
  }

  @Test
  void debugSaysAlsoWhatHappensWhileSparkStops() {
    Logging.configure(Logging.Amount.FULL, SECRETS);
    Logging.silenceScheduler();
    scheduler.error("Exception in statusUpdate");
    assertThat(logged()).contains("Exception in statusUpdate");
  }

  @Test
  void masksSecretsAndEscapesWhatMovesTheCursor() {
    for (Logging.Amount amount : Logging.Amount.values()) {
      logged.reset();
      Logging.configure(amount, SECRETS);
      other.error(
          "login hunter2canary at jdbc:x://u:pa55@h\nERROR: forged \u001B[2J\u009B\u202E",
          new IllegalStateException("hunter2canary \u001B[31m"));
      assertThat(logged())
          .contains("login *** at jdbc:x://u:***@h\\nERROR: forged \\u001B[2J\\u009B\\u202E")
          .doesNotContain("hunter2canary")
          .doesNotContainPattern("[\\p{Cc}&&[^\n\t]]");
    }
  }

  @Test
  void makesSafeWhatLibrariesPrint() {
    Logging.configure(Logging.Amount.QUIET, SECRETS);
    System.err.print("a hunter2");
    System.err.println("canary é\u0007");
    System.err.flush();
    assertThat(logged()).isEqualTo("a *** é\\u0007\n");
  }

  private void logAll() {
    ours.debug("details");
    ours.info("reads rows");
    tasks.error("lost task", new IllegalStateException("a trace"));
    scheduler.warn("no resources");
    other.info("stored");
    other.error("other failed", new IllegalStateException("a trace"));
  }

  private String logged() {
    return logged.toString(StandardCharsets.UTF_8);
  }
}

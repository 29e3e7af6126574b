package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LoggingTest {
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
    Logging.configure(Logging.Amount.NORMAL);
  }

  @Test
  void saysOurChoicesAndSparksErrorsWithoutTraces() {
    Logging.configure(Logging.Amount.NORMAL);
    logAll();
    assertThat(logged()).isEqualTo("INFO: reads rows\nWARN: no resources\nERROR: other failed\n");
  }

  @Test
  void quietSaysErrorsOnly() {
    Logging.configure(Logging.Amount.QUIET);
    logAll();
    assertThat(logged()).isEqualTo("ERROR: other failed\n");
  }

  @Test
  void debugSaysEverythingWithTraces() {
    Logging.configure(Logging.Amount.FULL);
    logAll();
    assertThat(logged())
        .contains("DEBUG Reader [main]: details", "INFO BlockManager", "lost task", "\tat ");
  }

  @Test
  void silenceEndsAll() {
    Logging.configure(Logging.Amount.NORMAL);
    Logging.silence();
    logAll();
    assertThat(logged()).isEmpty();
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

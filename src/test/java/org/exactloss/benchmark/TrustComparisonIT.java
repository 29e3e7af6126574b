package org.exactloss.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The comparison runs, and ends with 0 only where no answer of ours was wrong. */
class TrustComparisonIT {
  @TempDir private Path folder;

  @Test
  void noAnswerIsWrong() {
    int exitCode =
        new CommandLine(new TrustComparison())
            .execute(
                "--master=local[2]",
                "--rows=2000",
                "--orders=2",
                "--flips=4",
                "--folder=" + folder);

    assertThat(exitCode).isZero();
  }
}

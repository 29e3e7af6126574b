package org.exactloss.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The benchmark runs, and it would notice a wrong answer. */
class JobBenchmarkIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"--nullable=false", "--nullable=true"})
  void runsAndFindsEveryAnswerRight(String nullability) {
    int exitCode =
        new CommandLine(new JobBenchmark())
            .execute(
                "--master=local[2]",
                "--rows=20001",
                "--repetitions=2",
                "--ml-repetitions=1",
                "--warm-up=1",
                "--folder=" + folder,
                nullability);

    assertThat(exitCode).isZero();
  }

  @Test
  void aWrongAnswerIsNoticed() {
    Contender exact = Contender.of("exact", 1, 0, () -> Math.nextUp(2.0));
    Contender near = Contender.of("near", 1, 1e-9, () -> 2.00000001);

    assertThatThrownBy(() -> exact.run(2.0))
        .hasMessageContaining("exact answered 2.0000000000000004 where the truth is 2.0");
    assertThatThrownBy(() -> near.run(2.0)).hasMessageContaining("near answered 2.00000001");
  }
}

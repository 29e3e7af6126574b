package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private long now = TimeUnit.HOURS.toNanos(5);
  private final ProgressBar bar =
      new ProgressBar(new PrintStream(shown, true, StandardCharsets.UTF_8), () -> now, clock);

  @Test
  void showsTasksElapsedAndRemainingTimeOnOneLine() {
    bar.draw();
    assertThat(take()).isEqualTo("\rpreparing, 0:00 elapsed");
    pass(2);
    bar.update(0, 8);
    bar.draw();
    assertThat(take()).isEqualTo("\r[------------------------------] 0 of 8 tasks, 0:02 elapsed");
    pass(60);
    bar.update(2, 8);
    bar.draw();
    assertThat(take())
        .isEqualTo(
            "\r[#######-----------------------] 2 of 8 tasks, 1:02 elapsed, about 3:06 left");
    pass(3600);
    bar.update(8, 8);
    bar.draw();
    assertThat(take())
        .isEqualTo(
            "\r[##############################] 8 of 8 tasks, 1:01:02 elapsed, about 0:00 left");
  }

  @Test
  void erasesWhatALongerLineLeft() {
    bar.update(1, 1000);
    bar.draw();
    int longer = take().length();
    bar.update(0, 9);
    bar.draw();
    assertThat(take()).hasSize(longer).endsWith("elapsed" + " ".repeat(longer - 60));
  }

  @Test
  void leavesAnEmptyLineAndNeverDrawsAgain() {
    bar.update(1, 2);
    bar.draw();
    int length = take().length() - 1;
    bar.close();
    assertThat(take()).isEqualTo("\r" + " ".repeat(length) + "\r");
    bar.draw();
    bar.close();
    assertThat(take()).isEqualTo("");
    assertThat(clock.isShutdown()).isTrue();
  }

  @Test
  void printsNothingIfItEndsBeforeItIsDrawn() {
    bar.update(1, 1);
    bar.close();
    assertThat(take()).isEqualTo("");
  }

  private void pass(int seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  private String take() {
    String text = shown.toString(StandardCharsets.UTF_8);
    shown.reset();
    return text;
  }
}

package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.exactloss.job.ProgressListener;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.Reports;
import org.exactloss.spec.EvaluationSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancellationTest {
  @TempDir Path folder;

  /** Evaluates until it is closed, as Spark does. */
  static final class EndlessEngine implements Engine {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public EvaluationReport evaluate(EvaluationSpec spec, ProgressListener progress) {
      System.err.println("evaluating");
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      throw new IllegalStateException("Job 0 cancelled because SparkContext was shut down");
    }

    @Override
    public String explain(EvaluationSpec spec) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  /** The program with an evaluation that never ends, as a process. */
  static final class EndlessProgram {
    private EndlessProgram() {}

    public static void main(String[] arguments) {
      System.exit(new Main(spec -> new EndlessEngine()).run(arguments, System.out, System.err));
    }
  }

  @Test
  void ctrlCEndsTheProcessWith130AndOneMessageAndLeavesNothingBehind() throws Exception {
    Process process = start();
    String first = firstLine(process);
    assertThat(first).isEqualTo("evaluating");
    signal(process, "INT");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String rest = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(rest)
        .isEqualTo(
            "Cannot evaluate: it was cancelled; no output is half-written, give the command again\n");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void closesAnEngineThatStartsAfterTheCancellation() {
    Cancellation cancellation =
        new Cancellation(new Messages(new PrintStream(OutputStream.nullOutputStream())));
    cancellation.request();
    PreparedEngine engine = new PreparedEngine(() -> Reports.of(Reports.persistence()));
    cancellation.watch(engine);
    assertThat(cancellation.isRequested()).isTrue();
    assertThat(engine.closed()).isEqualTo(1);
  }

  @Test
  void saysOnceThatThereIsNoResult() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Messages messages = new Messages(new PrintStream(err, true, StandardCharsets.UTF_8));
    Cancellation cancellation = new Cancellation(messages);
    cancellation.request();
    cancellation.announce();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "Cannot evaluate: it was cancelled; no output is half-written, give the command again\n");
  }

  @Test
  void doesNothingOnceTheEvaluationHasEnded() {
    Cancellation cancellation =
        new Cancellation(new Messages(new PrintStream(OutputStream.nullOutputStream())));
    PreparedEngine engine = new PreparedEngine(() -> Reports.of(Reports.persistence()));
    cancellation.watch(engine);
    cancellation.finish();
    cancellation.request();
    assertThat(cancellation.isRequested()).isFalse();
    assertThat(engine.closed()).isZero();
  }

  @Test
  void waitsUntilTheEvaluationHasCleanedUp() throws Exception {
    Cancellation cancellation =
        new Cancellation(new Messages(new PrintStream(OutputStream.nullOutputStream())));
    EndlessEngine engine = new EndlessEngine();
    cancellation.watch(engine);
    Thread hook = new Thread(cancellation::request);
    hook.start();
    engine.closed.await();
    hook.join(50);
    assertThat(hook.isAlive()).isTrue();
    cancellation.finish();
    hook.join(10_000);
    assertThat(hook.isAlive()).isFalse();
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    // A process started in the background ignores Ctrl-C unless it is told not to.
    command.addAll(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EndlessProgram.class.getName());
    command.addAll(List.of("evaluate", "--input", "f.csv", "--prediction=p", "--target=t"));
    command.addAll(List.of("--quiet", "--report", folder + "/r.json"));
    return new ProcessBuilder(command).start();
  }

  private static String firstLine(Process process) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = process.getErrorStream().read();
    while (c >= 0 && c != '\n') {
      line.append((char) c);
      c = process.getErrorStream().read();
    }
    return line.toString();
  }

  private static void signal(Process process, String name) throws Exception {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    assertThat(code).isZero();
  }
}

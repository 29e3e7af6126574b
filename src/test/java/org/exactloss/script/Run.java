package org.exactloss.script;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One run of a program as a user starts it: where, with what around it, and what came back. */
record Run(long process, int exitCode, String output, String error) {
  private static final long MINUTES = 5;
  private static final long POLL_MILLISECONDS = 100;
  private static final long MOMENT_MILLISECONDS = 2000;

  /** A run on little data ends before code of the optimizing compiler pays. */
  static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  static Command of(Path program, String... arguments) {
    return new Command(program, arguments);
  }

  /** Both streams, for messages of failed tests. */
  String all() {
    return "exit code %d%nstandard output:%n%s%nstandard error:%n%s"
        .formatted(exitCode, output, error);
  }

  /** A run that is being prepared. */
  static final class Command {
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path folder = Path.of("").toAbsolutePath();

    private Command(Path program, String... arguments) {
      words.add(program.toString());
      words.addAll(Arrays.asList(arguments));
      environment.put("JAVA_HOME", System.getProperty("java.home"));
      environment.put("SPARK_SUBMIT_OPTS", QUICK_START);
    }

    Command in(Path currentFolder) {
      folder = currentFolder;
      return this;
    }

    /** Sets a variable; null takes it away. */
    Command with(String variable, String value) {
      environment.put(variable, value);
      return this;
    }

    /** With the compilers that a user has: for runs that are about the kernels. */
    Command optimized() {
      return with("SPARK_SUBMIT_OPTS", null);
    }

    Run go() throws IOException, InterruptedException {
      return finished((process, error) -> {});
    }

    /** Presses Ctrl-C a moment after these words have appeared on standard error. */
    Run interruptedAfter(String sign) throws IOException, InterruptedException {
      // A process that was started in the background would ignore the signal, and its children too.
      words.addAll(0, List.of("env", "--default-signal=INT"));
      return finished((process, error) -> interrupt(process, error, sign));
    }

    /** Presses Ctrl-C when the condition has become true. */
    Run interruptedWhen(BooleanSupplier condition) throws IOException, InterruptedException {
      words.addAll(0, List.of("env", "--default-signal=INT"));
      return finished(
          (process, error) -> {
            await(process, condition);
            interrupt(process);
          });
    }

    /** Ends the process, which has no say in it, when the condition has become true. */
    Run killedWhen(BooleanSupplier condition) throws IOException, InterruptedException {
      return finished(
          (process, error) -> {
            await(process, condition);
            process.destroyForcibly();
          });
    }

    /** What happens to a process while it runs. */
    private interface Event {
      void happenTo(Process process, Path error) throws IOException, InterruptedException;
    }

    private Run finished(Event event) throws IOException, InterruptedException {
      File output = Files.createTempFile("exactloss", ".out").toFile();
      File error = Files.createTempFile("exactloss", ".err").toFile();
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectInput(new File("/dev/null"))
              .redirectOutput(output)
              .redirectError(error);
      prepare(builder.environment());
      Process process = builder.start();
      event.happenTo(process, error.toPath());
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(words + " did not end in " + MINUTES + " minutes");
      }
      Run run =
          new Run(
              process.pid(),
              process.exitValue(),
              Files.readString(output.toPath()),
              Files.readString(error.toPath()));
      Files.delete(output.toPath());
      Files.delete(error.toPath());
      return run;
    }

    private static void interrupt(Process process, Path error, String sign)
        throws IOException, InterruptedException {
      while (process.isAlive() && !Files.readString(error).contains(sign)) {
        Thread.sleep(POLL_MILLISECONDS);
      }
      Thread.sleep(MOMENT_MILLISECONDS);
      interrupt(process);
    }

    private static void await(Process process, BooleanSupplier condition)
        throws InterruptedException {
      while (process.isAlive() && !condition.getAsBoolean()) {
        Thread.sleep(POLL_MILLISECONDS);
      }
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    private void prepare(Map<String, String> variables) {
      variables.keySet().removeIf(name -> name.startsWith("SPARK_") || name.contains("EXACTLOSS"));
      environment.forEach(
          (name, value) -> {
            if (value == null) {
              variables.remove(name);
            } else {
              variables.put(name, value);
            }
          });
    }
  }
}

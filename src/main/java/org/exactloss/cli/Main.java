package org.exactloss.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.exactloss.spec.EvaluationException;

/** The program. */
public final class Main {
  private static final int FAULT = 1;
  private static final int CANCELLED = 130;

  private final Engine.Factory engines;

  public Main() {
    this(SparkEngine::start);
  }

  Main(Engine.Factory engines) {
    this.engines = engines;
  }

  public static void main(String[] arguments) {
    System.exit(new Main().run(arguments, stream(FileDescriptor.out), stream(FileDescriptor.err)));
  }

  /** UTF-8 whatever the locale, which is often unset where jobs run. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /**
   * Runs one command and returns the exit code: 0 done, 1 a fault of the program, 2 to 4 as {@link
   * EvaluationException.Kind} says, 5 a gate fired, 130 cancelled.
   */
  public int run(String[] arguments, PrintStream out, PrintStream err) {
    Messages messages = new Messages(err);
    if (Arrays.asList(arguments).contains(EvaluateOption.DEBUG.flag())) {
      messages.showTraces();
    }
    Cancellation cancellation = Cancellation.onShutdown(messages);
    try {
      List<String> secrets = KnownSecrets.of(arguments, System.getProperties());
      messages.mask(secrets);
      Invocation invocation = CommandLineParser.parse(arguments);
      if (invocation instanceof Invocation.Evaluate evaluate) {
        return evaluate(evaluate.values(), secrets, cancellation, out, messages);
      }
      if (invocation instanceof Invocation.Page page) {
        Logging.configure(Logging.Amount.QUIET, secrets);
        cancellation.awaitEnd();
        new PageCommand(page).run();
        return 0;
      }
      if (invocation instanceof Invocation.Merge merge) {
        Logging.configure(Logging.Amount.QUIET, secrets);
        cancellation.awaitEnd();
        return new MergeCommand(merge, out, messages).run();
      }
      out.print(((Invocation.Print) invocation).text());
      out.flush();
      return 0;
    } catch (Throwable e) {
      // Whatever it is, the user gets one message and a code that says whose turn it is.
      return exitCode(e, cancellation, messages);
    } finally {
      cancellation.finish();
    }
  }

  private int evaluate(
      OptionValues values,
      List<String> known,
      Cancellation cancellation,
      PrintStream out,
      Messages messages) {
    boolean debug = values.flag(EvaluateOption.DEBUG);
    if (debug) {
      messages.showTraces();
    }
    EvaluationRequest request = EvaluationRequest.of(values);
    List<String> secrets = Stream.concat(known.stream(), request.secrets().stream()).toList();
    messages.mask(secrets);
    Logging.configure(
        debug
            ? Logging.Amount.FULL
            : request.quiet() ? Logging.Amount.QUIET : Logging.Amount.NORMAL,
        secrets);
    return new EvaluateCommand(request, engines, cancellation, out, messages).run();
  }

  private static int exitCode(Throwable failure, Cancellation cancellation, Messages messages) {
    if (cancellation.isRequested()) {
      cancellation.announce();
      return CANCELLED;
    }
    if (failure instanceof EvaluationException e) {
      messages.error(e.getMessage(), e);
      return e.kind().exitCode();
    }
    if (failure instanceof OutOfMemoryError) {
      messages.error(
          "Cannot evaluate: the memory of the driver is used up ("
              + failure.getMessage()
              + "); give it more with --driver-memory",
          failure);
      return FAULT;
    }
    messages.error(
        "Cannot evaluate: internal error "
            + failure.toString().lines().findFirst().orElse("")
            + "; please report it with the output of --debug",
        failure);
    return FAULT;
  }
}

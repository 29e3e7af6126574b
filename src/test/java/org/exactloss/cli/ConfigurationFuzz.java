package org.exactloss.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.exactloss.spec.EvaluationException;

/** Any bytes as a configuration: options, or a refusal in one line. */
public final class ConfigurationFuzz {
  private static final Path FILE = file();

  private ConfigurationFuzz() {}

  /** One input of the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Files.write(FILE, input);
    try {
      Invocation invocation =
          CommandLineParser.parse(new String[] {"evaluate", "--config", FILE.toString()});
      EvaluationRequest.of(((Invocation.Evaluate) invocation).values());
    } catch (EvaluationException e) {
      if (e.getMessage().isBlank() || e.kind() == EvaluationException.Kind.DATA) {
        throw new AssertionError("refused as " + e.kind() + ": " + e.getMessage(), e);
      }
    }
  }

  private static Path file() {
    try {
      Path file = Files.createTempFile("fuzzed", ".properties");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

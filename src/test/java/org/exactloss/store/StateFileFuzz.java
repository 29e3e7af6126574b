package org.exactloss.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.spec.EvaluationException;

/**
 * Any bytes as a state: read, or refused as storage, within the memory that they take themselves.
 */
public final class StateFileFuzz {
  private static final Configuration HADOOP = new Configuration();
  private static final Path FILE = file();

  private StateFileFuzz() {}

  /** One input of the fuzzer: as it is, and with the checksum that its bytes should have. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    read(input);
    byte[] checked = Arrays.copyOf(input, input.length + StateFormat.DIGEST_BYTES);
    System.arraycopy(
        StateFormat.sha256().digest(input), 0, checked, input.length, StateFormat.DIGEST_BYTES);
    read(checked);
  }

  private static void read(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    try {
      StateFile state = StateFile.open(FILE.toString(), HADOOP);
      long read = 0;
      try (StateFile.Groups groups = state.groups()) {
        while (groups.hasNext()) {
          SavedGroup group = groups.next();
          read += 1 + group.key().length + group.tally().length;
        }
      }
      if (read > bytes.length) {
        throw new AssertionError(read + " bytes come out of " + bytes.length);
      }
    } catch (EvaluationException e) {
      if (e.kind() != EvaluationException.Kind.STORAGE) {
        throw new AssertionError("refused as " + e.kind(), e);
      }
    }
  }

  private static Path file() {
    try {
      Path file = Files.createTempFile("fuzzed", ".state");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

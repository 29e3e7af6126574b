package org.exactloss.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.spec.EvaluationException;

/**
 * The permissions that new files lack. Hadoop does not ask the system for them, but a setting, and
 * gives local files the permissions that this setting leaves.
 */
final class Umask {
  static final String SETTING = "fs.permissions.umask-mode";

  /** Hadoop's own choice. */
  private static final String DEFAULTS = "core-default.xml";

  private static final List<PosixFilePermission> BITS =
      List.of(
          PosixFilePermission.OTHERS_EXECUTE,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_READ);

  private Umask() {}

  /**
   * The mask of this process in octal digits; empty if Hadoop's configuration names another one or
   * the system knows none.
   */
  static Optional<String> ofProcess() {
    String[] sources = new Configuration().getPropertySources(SETTING);
    if (sources != null && !List.of(sources).equals(List.of(DEFAULTS))) {
      return Optional.empty();
    }
    try {
      // A folder in a folder of our own: its permissions are all but those of the mask.
      Path own = Files.createTempDirectory("exactloss");
      Path probe = Files.createDirectory(own.resolve("probe"));
      try {
        return Optional.of(mask(Files.getPosixFilePermissions(probe)));
      } finally {
        Files.delete(probe);
        Files.delete(own);
      }
    } catch (UnsupportedOperationException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new EvaluationException(
          EvaluationException.Kind.STORAGE,
          "Cannot make a folder for temporary files: "
              + e.getMessage()
              + "; mend that, or name another one with TMPDIR",
          e);
    }
  }

  private static String mask(Set<PosixFilePermission> given) {
    int mask = 0;
    for (int bit = 0; bit < BITS.size(); bit++) {
      if (!given.contains(BITS.get(bit))) {
        mask |= 1 << bit;
      }
    }
    return String.format("%03o", mask);
  }
}

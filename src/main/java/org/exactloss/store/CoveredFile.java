package org.exactloss.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An input file that a state covers, as it was when it was read.
 *
 * @param path with its scheme
 * @param length in bytes
 * @param modified when it was last changed, in milliseconds since 1970
 * @param rows as its footer counts them; empty where its format counts none
 * @param footer SHA-256 over the bytes of a Parquet file's footer, 64 hexadecimal digits; empty for
 *     other formats
 */
public record CoveredFile(
    String path, long length, long modified, OptionalLong rows, Optional<String> footer) {
  /** By the bytes of the path. */
  public static final Comparator<CoveredFile> ORDER =
      Comparator.comparing(CoveredFile::pathBytes, Arrays::compareUnsigned);

  private byte[] pathBytes() {
    return path.getBytes(StandardCharsets.UTF_8);
  }
}

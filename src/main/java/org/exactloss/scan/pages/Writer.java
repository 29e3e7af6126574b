package org.exactloss.scan.pages;

import java.util.Optional;
import org.apache.parquet.SemanticVersion;
import org.apache.parquet.VersionParser;

/**
 * What is known of the program that wrote a file.
 *
 * @param parquetJava the version of parquet-java, or parquet-mr as it calls itself, if it was that
 */
record Writer(Optional<SemanticVersion> parquetJava) {
  private static final SemanticVersion FIRST_STRICT = new SemanticVersion(1, 8, 0);
  private static final SemanticVersion FIRST_MINDFUL = new SemanticVersion(1, 10, 0);

  static Writer of(String createdBy) {
    try {
      VersionParser.ParsedVersion writer = VersionParser.parse(createdBy);
      return writer.application.equals("parquet-mr") && writer.hasSemanticVersion()
          ? new Writer(Optional.of(writer.getSemanticVersion()))
          : new Writer(Optional.empty());
    } catch (RuntimeException | VersionParser.VersionParseException e) {
      // Whoever does not say so in the usual form is no parquet-java.
      return new Writer(Optional.empty());
    }
  }

  /**
   * Whether its chunks may be longer than they say, and its texts may continue those of another
   * page (PARQUET-246): parquet-java knows how to read them.
   */
  boolean isLax() {
    return parquetJava.filter(version -> version.compareTo(FIRST_STRICT) < 0).isPresent();
  }

  /**
   * Whether a NaN among values leads to no usable statistics of them (PARQUET-1246). Others leave
   * NaN out of account, as the format has it, while for Spark it is larger than any other number.
   */
  boolean mindsNan() {
    return parquetJava.filter(version -> version.compareTo(FIRST_MINDFUL) >= 0).isPresent();
  }
}

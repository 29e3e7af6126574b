package org.exactloss.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Where a result comes from. Values are for people and machines; no secrets.
 *
 * @param inputs one entry per data set: its uri or table, format, number of files, bytes, and the
 *     newest modification time where there are files
 * @param options the options that were given, in the interface's spelling
 */
public record Provenance(
    List<Input> inputs,
    Map<String, List<String>> options,
    String reader,
    String kernel,
    String sparkVersion,
    String javaVersion,
    String programVersion,
    Instant start,
    Duration duration,
    long rows) {

  /** The same provenance with other options. */
  public Provenance withOptions(Map<String, List<String>> given) {
    return new Provenance(
        inputs,
        given,
        reader,
        kernel,
        sparkVersion,
        javaVersion,
        programVersion,
        start,
        duration,
        rows);
  }

  /** One data set that was read. */
  public record Input(String name, String format, long files, long bytes, String lastModified) {}
}

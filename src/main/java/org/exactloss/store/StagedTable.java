package org.exactloss.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.exactloss.spec.EvaluationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An output table, a folder of files that Spark writes, that appears whole or not at all: it is
 * written to a hidden folder beside its final place and then renamed. What can stop it is found by
 * {@link #prepare} and {@link #requireStorable}, before a long job.
 *
 * <p>The ending of its name says the format: {@code .orc .csv .json .jsonl .avro}, the texts also
 * with {@code .gz}; every other name is that of a Parquet table. A job that is killed leaves at
 * most hidden folders, whose names begin with {@code .exactloss-}.
 */
public final class StagedTable {
  private static final Logger LOG = LoggerFactory.getLogger(StagedTable.class);

  /** What Spark writes into the folder of a table without partitions. */
  private static final Pattern TABLE_FILE = Pattern.compile("(part-|[_.])[^/]*");

  private final OutputPlace place;
  private final ExistingOutput existing;
  private final TableFormat format;

  private StagedTable(OutputPlace place, ExistingOutput existing) {
    this.place = place;
    this.existing = existing;
    format = TableFormat.of(place.uri());
  }

  /**
   * Checks that the table can be written; leaves nothing behind. A path without a scheme means what
   * it means to Spark.
   *
   * @param uri where to write, as the user gave it
   * @param existing what is done with a table that exists
   * @param inputs paths that the job reads, globs among them: the table may be none of them, nor
   *     lie inside one, nor hold one
   * @param hadoop knows the file systems
   * @throws EvaluationException of kind USAGE if something is there that is not to be replaced, or
   *     is no table, or if the place overlaps an input; of kind STORAGE if its parent folder is
   *     missing or cannot be written to
   */
  public static StagedTable prepare(
      String uri, ExistingOutput existing, List<String> inputs, Configuration hadoop) {
    OutputPlace place = OutputPlace.of(uri, hadoop);
    try {
      refuseOccupied(place, existing);
      place.requireUsable(inputs, hadoop);
      return new StagedTable(place, existing);
    } catch (IOException e) {
      throw place.failure(e);
    }
  }

  private static void refuseOccupied(OutputPlace place, ExistingOutput existing)
      throws IOException {
    switch (place.target().occupant()) {
      case NOTHING -> {}
      case FILE, OTHER ->
          throw place.refusal(
              "it is no folder, and a table is one; name another place, or remove it");
      case FOLDER -> {
        if (existing == ExistingOutput.REFUSE) {
          throw place.refusal("it exists; name another table, or replace it with --overwrite");
        }
        // A slip in the path must not cost a folder of other things.
        Optional<String> foreign =
            place.target().children().stream()
                .filter(name -> !TABLE_FILE.matcher(name).matches())
                .findFirst();
        if (foreign.isPresent()) {
          throw place.refusal(
              "it holds "
                  + foreign.get()
                  + ", which is no file of a table, so that it is not replaced; name another place");
        }
      }
    }
  }

  /**
   * Checks that the format can hold such rows, where that is not sure by writing none of them;
   * leaves nothing behind.
   *
   * @throws EvaluationException of kind USAGE if it cannot
   */
  public void requireStorable(SparkSession spark, StructType schema) {
    for (StructField field : schema.fields()) {
      if (!format.holds(field.dataType())) {
        throw place.refusal(
            "its column "
                + field.name()
                + " is "
                + field.dataType().sql()
                + ", which a cell of "
                + format.source()
                + " cannot hold; name a table that ends with .parquet, .orc or .json");
      }
    }
    long names =
        Stream.of(schema.fieldNames())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .distinct()
            .count();
    if (names == schema.length()
        && Stream.of(schema.fields()).allMatch(field -> format.surelyHolds(field.dataType()))) {
      return;
    }
    String temporary = OutputPlace.temporaryName();
    try {
      save(spark.createDataFrame(List.of(), schema), temporary, format.options());
      place.target().delete(temporary);
    } catch (IOException e) {
      place.discard(temporary, e);
      throw place.failure(e);
    } catch (Throwable e) {
      // Spark throws its checked exceptions undeclared.
      place.discard(temporary, e);
      throw e;
    }
  }

  /**
   * Writes the whole table.
   *
   * @param varied columns whose values hardly ever come twice, so that looking for those that do is
   *     in vain
   * @param lastCheck runs when all rows are written and before they appear; if it throws, they do
   *     not, and nothing is left behind
   * @throws EvaluationException of kind STORAGE if it cannot be moved into place, of kind USAGE if
   *     a table that is not to be replaced has appeared since {@link #prepare}; nothing is left
   *     behind then
   * @throws RuntimeException what Spark throws if it cannot write; nothing is left behind then
   */
  public void write(Dataset<Row> rows, List<String> varied, Runnable lastCheck) {
    String temporary = OutputPlace.temporaryName();
    try {
      save(rows, temporary, format.options(varied));
      lastCheck.run();
      publish(temporary);
    } catch (FileAlreadyExistsException e) {
      place.discard(temporary, e);
      throw place.appeared("table", e);
    } catch (IOException e) {
      place.discard(temporary, e);
      throw place.failure(e);
    } catch (Throwable e) {
      // Spark throws its checked exceptions undeclared.
      place.discard(temporary, e);
      throw e;
    }
  }

  private void save(Dataset<Row> rows, String temporary, Map<String, String> options) {
    rows.write().format(format.source()).options(options).save(place.target().uri(temporary));
  }

  private void publish(String temporary) throws IOException {
    OutputTarget target = place.target();
    if (existing == ExistingOutput.REFUSE || !target.exists(target.name())) {
      rename(temporary, target.name());
      return;
    }
    String old = OutputPlace.temporaryName();
    rename(target.name(), old);
    try {
      rename(temporary, target.name());
    } catch (IOException | RuntimeException e) {
      restore(old, e);
      throw e;
    }
    try {
      target.delete(old);
    } catch (IOException e) {
      LOG.warn(
          "Cannot delete {}: {}; remove this old table", target.uri(old), OutputPlace.reason(e));
    }
  }

  private void restore(String old, Exception failure) {
    try {
      rename(old, place.target().name());
    } catch (IOException | RuntimeException e) {
      e.addSuppressed(failure);
      throw place.unknown(
          "table", "the old one could not be put back from " + place.target().uri(old), e);
    }
  }

  /** A file system far away may have renamed although it reports a failure. */
  private void rename(String from, String to) throws IOException {
    OutputTarget target = place.target();
    try {
      target.renameFolder(from, to);
    } catch (IOException e) {
      // Also where it says that the name is taken: a request that was sent twice took it itself.
      if (isDone(from, to, e)) {
        return;
      }
      throw e;
    }
  }

  private boolean isDone(String from, String to, IOException failure) {
    try {
      return !place.target().exists(from) && place.target().exists(to);
    } catch (IOException e) {
      e.addSuppressed(failure);
      throw place.unknown("table", OutputPlace.reason(failure), e);
    }
  }
}

package org.exactloss.job;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.Redaction;
import org.exactloss.store.CoveredFile;

/**
 * The footers of the files of a data set. A few are read by the driver; more than {@link
 * #FEW_FILES} by one Spark job, so that a hundred thousand files cost what opening them once more
 * costs the cluster, and the driver some hundred bytes each.
 */
final class FileFooters {
  /** So many files are read without a Spark job. */
  static final int FEW_FILES = 64;

  private static final int FILES_PER_TASK = 256;

  private final SparkSession spark;

  FileFooters(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * What a state says of the files.
   *
   * @throws EvaluationException of kind STORAGE if a footer cannot be read
   */
  List<CoveredFile> covered(ListedFiles listed) {
    List<FileFooter> footers = footers(listed);
    return IntStream.range(0, footers.size())
        .mapToObj(i -> covered(listed.files().get(i), footers.get(i)))
        .sorted(CoveredFile.ORDER)
        .toList();
  }

  private static CoveredFile covered(FileStatus file, FileFooter footer) {
    return new CoveredFile(
        Redaction.path(file.getPath().toString()),
        file.getLen(),
        file.getModificationTime(),
        footer.rows() < 0 ? OptionalLong.empty() : OptionalLong.of(footer.rows()),
        Optional.of(footer.digest()).filter(digest -> !digest.isEmpty()));
  }

  /** The rows of all files together; empty if one does not count them. */
  static OptionalLong rows(List<CoveredFile> files) {
    return files.stream().allMatch(file -> file.rows().isPresent())
        ? OptionalLong.of(
            files.stream().mapToLong(file -> file.rows().getAsLong()).reduce(0, Math::addExact))
        : OptionalLong.empty();
  }

  /**
   * Compares what was read with what the footers count.
   *
   * @throws EvaluationException of kind STORAGE if it is not the same
   */
  static void requireRows(List<CoveredFile> files, long read, List<String> paths) {
    OptionalLong counted = rows(files);
    if (counted.isPresent() && counted.getAsLong() != read) {
      throw EvaluationException.storage(
          "Cannot evaluate "
              + String.join(", ", paths)
              + ": "
              + read
              + " rows were read, and the footers of its files count "
              + counted.getAsLong()
              + "; restore the files, or see with --reader rows whether another reader finds them");
    }
  }

  private List<FileFooter> footers(ListedFiles listed) {
    String format = listed.format();
    if (!FileFooter.COUNTING.contains(format)) {
      return listed.files().stream().map(file -> FileFooter.NONE).toList();
    }
    List<Place> places =
        listed.files().stream()
            .map(file -> new Place(format, file.getPath().toString(), file.getLen()))
            .toList();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try {
      return places.size() <= FEW_FILES
          ? places.stream().map(place -> place.read(hadoop)).toList()
          : inTasks(places, hadoop);
    } catch (Exception e) {
      throw SparkFailures.translate("read the footers of the input", e);
    }
  }

  private List<FileFooter> inTasks(List<Place> places, Configuration hadoop) {
    SafeSession.requireSerializerOfRecords(spark.sparkContext().getConf());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> configuration =
        context.broadcast(new SerializableConfiguration(hadoop));
    int tasks = Math.max(spark.sparkContext().defaultParallelism(), places.size() / FILES_PER_TASK);
    try {
      return new ArrayList<>(
          context
              .parallelize(places, tasks)
              .map(place -> place.read(configuration.value().value()))
              .collect());
    } finally {
      configuration.destroy();
    }
  }

  /** A file whose footer is read. */
  private record Place(String format, String path, long length) implements Serializable {
    FileFooter read(Configuration hadoop) {
      try {
        return FileFooter.read(format, path, length, hadoop);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

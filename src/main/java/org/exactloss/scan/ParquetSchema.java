package org.exactloss.scan;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.Footer;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFooterReader;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The schema that Spark finds for Parquet files, found by the driver. Spark starts a job for it,
 * which takes longer than the scan of some million rows.
 */
public final class ParquetSchema {
  private static final Logger LOG = LoggerFactory.getLogger(ParquetSchema.class);

  private ParquetSchema() {}

  /**
   * The schema in the footer of the first file by name, which Spark takes for that of all.
   *
   * @param options those of the data set, by names whose case the map does not mind
   * @return empty where Spark has to look itself: schemas are merged, folders may be partitions
   *     (which the schema of a file could override), or the footer cannot be read
   */
  public static Optional<StructType> ofFirst(
      SparkSession spark, Map<String, String> options, List<FileStatus> files) {
    boolean merges =
        Boolean.parseBoolean(
            options.getOrDefault("mergeSchema", spark.conf().get("spark.sql.parquet.mergeSchema")));
    boolean partitions = files.stream().anyMatch(file -> file.getPath().toString().contains("="));
    if (merges || partitions) {
      return Optional.empty();
    }
    return files.stream()
        .min(Comparator.comparing(file -> file.getPath().toString()))
        .flatMap(file -> read(spark, options, file));
  }

  private static Optional<StructType> read(
      SparkSession spark, Map<String, String> options, FileStatus file) {
    Configuration configuration =
        spark
            .sessionState()
            .newHadoopConfWithOptions(Map$.MODULE$.from(CollectionConverters.asScala(options)));
    try {
      ParquetMetadata footer =
          ParquetFooterReader.readFooter(
              HadoopInputFile.fromStatus(file, configuration),
              ParquetMetadataConverter.SKIP_ROW_GROUPS);
      return Optional.of(
          ParquetFileFormat.readSchemaFromFooter(
              new Footer(file.getPath(), footer),
              new ParquetToSparkSchemaConverter(spark.sessionState().conf())));
    } catch (IOException | RuntimeException e) {
      LOG.info("Leaving the schema of {} to Spark: {}", file.getPath(), e.toString());
      return Optional.empty();
    }
  }
}

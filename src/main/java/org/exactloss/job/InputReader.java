package org.exactloss.job;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.exactloss.report.Provenance;
import org.exactloss.scan.SourceData;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.InputSpec;

/** Opens data sets so that no record is dropped or half read without being noticed. */
final class InputReader {
  private static final String MALFORMED_RECORD = "__exactloss_malformed";

  private final SparkSession spark;

  InputReader(SparkSession spark) {
    this.spark = spark;
  }

  /** A data set and where it comes from. */
  record Opened(SourceData source, Provenance.Input origin) {}

  /**
   * Opens a data set; of the rows nothing is read but what Spark needs to find the schema.
   *
   * @throws EvaluationException if it cannot be opened
   */
  Opened open(InputSpec input) {
    try {
      return input.table().isPresent() ? openTable(input.table().get()) : openSource(input);
    } catch (AnalysisException e) {
      throw SparkFailures.cannotOpen(describe(input), e);
    } catch (RuntimeException e) {
      throw SparkFailures.translate("read " + describe(input), e);
    }
  }

  private static String describe(InputSpec input) {
    return input
        .table()
        .map(name -> "table " + name)
        .orElseGet(() -> String.join(", ", name(input)));
  }

  private static List<String> name(InputSpec input) {
    return input.paths().isEmpty()
        ? List.of("the data source " + input.format().orElseThrow())
        : input.paths();
  }

  private Opened openTable(String name) throws AnalysisException {
    Dataset<Row> table = spark.table(name);
    return new Opened(SourceData.of(table), new Provenance.Input(name, "table", 0, 0, ""));
  }

  private Opened openSource(InputSpec input) throws AnalysisException {
    Map<String, String> options = checkedOptions(input.options());
    if (input.paths().isEmpty()) {
      String format = input.format().orElseThrow();
      Dataset<Row> data = reader(input, format, options).load();
      return new Opened(SourceData.of(data), new Provenance.Input(format, format, 0, 0, ""));
    }
    InputFiles files = InputFiles.list(input.paths(), spark.sparkContext().hadoopConfiguration());
    String format = input.format().or(files::format).orElseThrow(() -> unknownFormat(input));
    String[] paths = files.paths().toArray(String[]::new);
    Provenance.Input origin =
        new Provenance.Input(
            String.join(", ", input.paths()),
            format,
            files.files(),
            files.bytes(),
            files.lastModified().toString());
    return new Opened(load(input, format.toLowerCase(Locale.ROOT), options, paths), origin);
  }

  private SourceData load(
      InputSpec input, String format, Map<String, String> options, String[] paths)
      throws AnalysisException {
    if (format.equals("csv")) {
      options.putIfAbsent("header", "true");
      options.putIfAbsent("enforceSchema", "false");
      options.put("inferSchema", "false");
    }
    DataFrameReader reader = reader(input, format, options);
    if (!format.equals("csv") && !format.equals("json")) {
      return SourceData.of(reader.load(paths));
    }
    String malformed = options.getOrDefault("columnNameOfCorruptRecord", MALFORMED_RECORD);
    StructType schema =
        input.schema().isPresent()
            ? StructType.fromDDL(input.schema().get())
            : reader.load(paths).schema();
    if (!List.of(schema.fieldNames()).contains(malformed)) {
      schema = schema.add(malformed, DataTypes.StringType);
    }
    Dataset<Row> data =
        reader.option("columnNameOfCorruptRecord", malformed).schema(schema).load(paths);
    return new SourceData(data, Optional.of(functions.col(malformed).isNotNull()));
  }

  private DataFrameReader reader(InputSpec input, String format, Map<String, String> options) {
    DataFrameReader reader = spark.read().format(format).options(options);
    input.schema().ifPresent(reader::schema);
    return reader;
  }

  private static EvaluationException unknownFormat(InputSpec input) {
    return EvaluationException.usage(
        "Cannot tell the format of "
            + String.join(", ", input.paths())
            + ": the files' endings do not name one of parquet, orc, csv, json, jsonl and avro, the"
            + " same for all; name it with --format");
  }

  /** Options by name, whatever their upper and lower case; those that lose records are refused. */
  private static Map<String, String> checkedOptions(Map<String, String> given) {
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(given);
    for (String name : List.of("ignoreCorruptFiles", "ignoreMissingFiles")) {
      if (Boolean.parseBoolean(options.get(name))) {
        throw EvaluationException.usage(
            "Cannot use --option "
                + name
                + "=true: rows would be lost without a word; leave it out, and damaged or missing"
                + " files are refused by name");
      }
    }
    String mode = options.getOrDefault("mode", "PERMISSIVE");
    if (!mode.equalsIgnoreCase("PERMISSIVE")) {
      throw EvaluationException.usage(
          "Cannot use --option mode="
              + mode
              + ": malformed records are counted here; use --on-malformed fail or skip");
    }
    if (Boolean.parseBoolean(options.get("inferSchema"))) {
      throw EvaluationException.usage(
          "Cannot use --option inferSchema=true: cells are text and the nearest double is their"
              + " value, whatever other rows hold; give types with --schema");
    }
    return options;
  }
}

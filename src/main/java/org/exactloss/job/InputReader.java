package org.exactloss.job;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.exactloss.report.Provenance;
import org.exactloss.scan.ParquetSchema;
import org.exactloss.scan.SourceData;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.InputSpec;

/** Opens data sets so that no record is dropped or half read without being noticed. */
final class InputReader {
  private static final String MALFORMED_OPTION = "columnNameOfCorruptRecord";
  private static final String MALFORMED_RECORD = SourceData.INTERNAL_PREFIX + "malformed_record";

  /** Formats of which Spark itself finds the files in folders. */
  private static final Set<String> FOLDER_FORMATS =
      Set.of("parquet", "orc", "csv", "json", "avro", "text", "binaryfile");

  private final SparkSession spark;

  InputReader(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * A data set and where it comes from.
   *
   * @param files those that are read, where it is known which
   */
  record Opened(SourceData source, Provenance.Input origin, Optional<ListedFiles> files) {}

  /**
   * Opens a data set; of the rows nothing is read but what Spark needs to find the schema.
   *
   * @throws EvaluationException if it cannot be opened
   */
  Opened open(InputSpec input) {
    try {
      return input.table().isPresent() ? openTable(input) : openSource(input);
    } catch (Exception e) {
      throw SparkFailures.cannotOpen(describe(input), e);
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

  private Opened openTable(InputSpec input) throws AnalysisException {
    String name = input.table().orElseThrow();
    Dataset<Row> table = spark.read().options(InputOptions.checked(input.options())).table(name);
    return new Opened(
        SourceData.of(table), new Provenance.Input(name, "table", 0, 0, ""), Optional.empty());
  }

  private Opened openSource(InputSpec input) throws AnalysisException {
    input.schema().ifPresent(GivenSchema::parse);
    Map<String, String> options = InputOptions.checked(input.options());
    if (input.paths().isEmpty()) {
      String format = input.format().orElseThrow();
      Dataset<Row> data = reader(input, format, options).load();
      return new Opened(
          SourceData.of(data), new Provenance.Input(format, format, 0, 0, ""), Optional.empty());
    }
    InputFiles files = InputFiles.list(input.paths(), spark.sparkContext().hadoopConfiguration());
    String format =
        input
            .format()
            .or(files::format)
            .orElseThrow(() -> unknownFormat(input))
            .toLowerCase(Locale.ROOT);
    if (format.equals("parquet")) {
      files.emptyFile().ifPresent(InputReader::refuseEmpty);
    }
    if (FOLDER_FORMATS.contains(format)
        && !Boolean.parseBoolean(options.get("recursiveFileLookup"))) {
      files.nestedFile().ifPresent(InputReader::refuseNested);
    }
    if (format.equals("orc") && files.files() > 1) {
      // Otherwise values are converted to the types of one file without a word, and lose digits.
      options.put("mergeSchema", "true");
    }
    String[] paths = files.paths().toArray(String[]::new);
    Provenance.Input origin =
        new Provenance.Input(
            String.join(", ", input.paths()),
            format,
            files.files(),
            files.bytes(),
            files.lastModified().toString());
    Optional<ListedFiles> listed =
        FOLDER_FORMATS.contains(format) && !InputOptions.passOver(options)
            ? Optional.of(new ListedFiles(input.paths(), format, files.found(), files.roots(), ""))
            : Optional.empty();
    Optional<StructType> stored =
        listed
            .filter(all -> format.equals("parquet") && !files.hasSummary())
            .flatMap(all -> ParquetSchema.ofFirst(spark, options, all.files()));
    return new Opened(load(input, format, options, paths, stored), origin, listed);
  }

  /**
   * Opens some of the files of a data set that is open, so that their rows are as they are in it.
   *
   * @param input that of the whole data set
   * @param part the files, all of one root
   * @param whole the columns of the whole data set
   */
  Opened openPart(InputSpec input, ListedFiles part, StructType whole) {
    try {
      Map<String, String> options = InputOptions.checked(input.options());
      if (!part.root().isEmpty() && !Boolean.parseBoolean(options.get("recursiveFileLookup"))) {
        options.putIfAbsent("basePath", part.root());
      }
      StructType schema = new StructType();
      for (StructField field : whole.fields()) {
        schema = field.name().startsWith(SourceData.INTERNAL_PREFIX) ? schema : schema.add(field);
      }
      InputSpec own =
          new InputSpec(
              part.paths(),
              Optional.empty(),
              input.format(),
              input.options(),
              Optional.of(schema.toDDL()));
      String[] paths = part.paths().toArray(String[]::new);
      SourceData data =
          switch (part.format()) {
            case "csv", "json" -> load(own, part.format(), options, paths, Optional.empty());
            default -> SourceData.of(reader(own, part.format(), options).load(paths));
          };
      Provenance.Input origin = new Provenance.Input(paths[0], part.format(), paths.length, 0, "");
      return new Opened(data, origin, Optional.of(part));
    } catch (Exception e) {
      throw SparkFailures.cannotOpen(describe(input), e);
    }
  }

  /** Spark passes over a Parquet file without bytes, but no writer leaves one on purpose. */
  private static void refuseEmpty(String file) {
    throw EvaluationException.storage(
        "Cannot read "
            + file
            + ": it is empty (0 bytes), so it is no Parquet file; restore it, or remove it");
  }

  /** Spark reads the files of a folder and of its partitions, and passes over all others. */
  private static void refuseNested(String file) {
    throw EvaluationException.usage(
        "Cannot read "
            + file
            + ": it lies in a folder inside the input that is no partition (NAME=VALUE), so Spark"
            + " would pass over it; read such files with --option recursiveFileLookup=true, or name"
            + " their folders with --input");
  }

  /**
   * Opens files.
   *
   * @param stored the schema that they have, where it is known
   */
  private SourceData load(
      InputSpec input,
      String format,
      Map<String, String> options,
      String[] paths,
      Optional<StructType> stored)
      throws AnalysisException {
    String malformed = options.getOrDefault(MALFORMED_OPTION, MALFORMED_RECORD);
    return switch (format) {
      case "csv" -> loadCsv(input, options, paths, malformed);
      case "json" -> loadJson(input, options, paths, malformed);
      case "parquet", "orc" -> SourceData.of(loadTyped(input, format, options, paths, stored));
      default -> SourceData.of(reader(input, format, options).load(paths));
    };
  }

  /** Reads files that know their own types, which are not to be changed into lesser ones. */
  private Dataset<Row> loadTyped(
      InputSpec input,
      String format,
      Map<String, String> options,
      String[] paths,
      Optional<StructType> stored) {
    DataFrameReader reader = spark.read().format(format).options(options);
    stored.ifPresent(reader::schema);
    Dataset<Row> data = reader.load(paths);
    if (input.schema().isEmpty()) {
      return data;
    }
    GivenSchema.requireLossless(GivenSchema.parse(input.schema().get()), data.schema());
    return reader(input, format, options).load(paths);
  }

  private SourceData loadCsv(
      InputSpec input, Map<String, String> options, String[] paths, String malformed) {
    options.putIfAbsent("header", "true");
    options.putIfAbsent("enforceSchema", "false");
    options.put("inferSchema", "false");
    return markMalformed(input, "csv", options, paths, malformed);
  }

  private SourceData loadJson(
      InputSpec input, Map<String, String> options, String[] paths, String malformed) {
    boolean severalLines = Boolean.parseBoolean(options.get("multiLine"));
    if (severalLines || options.containsKey("encoding")) {
      return markMalformed(input, "json", options, paths, malformed);
    }
    Dataset<Row> lines = JsonLines.lines(spark, options, paths);
    options.put(MALFORMED_OPTION, malformed);
    StructType found =
        input.schema().map(GivenSchema::parse).orElseGet(() -> JsonLines.schema(lines, options));
    StructType schema = withMalformed(found, malformed);
    return withMarks(JsonLines.records(lines, options, schema, malformed), malformed);
  }

  /** Lets Spark's own reader put the text of malformed records into a column. */
  private SourceData markMalformed(
      InputSpec input,
      String format,
      Map<String, String> options,
      String[] paths,
      String malformed) {
    options.put(MALFORMED_OPTION, malformed);
    DataFrameReader reader = reader(input, format, options);
    StructType found = reader.load(paths).schema();
    requireText(input, found);
    StructType schema = withMalformed(found, malformed);
    return withMarks(reader.schema(schema).load(paths), malformed);
  }

  /** A header with such characters comes from a binary file, or one in another encoding. */
  private static void requireText(InputSpec input, StructType found) {
    boolean text =
        Arrays.stream(found.fieldNames())
            .allMatch(name -> name.indexOf('\0') < 0 && name.indexOf('\uFFFD') < 0);
    if (!text) {
      throw EvaluationException.storage(
          "Cannot read "
              + describe(input)
              + ": its header is no text in UTF-8; name the right format with --format, or store"
              + " the file in UTF-8");
    }
  }

  private static StructType withMalformed(StructType schema, String malformed) {
    return List.of(schema.fieldNames()).contains(malformed)
        ? schema
        : schema.add(malformed, DataTypes.StringType);
  }

  private static SourceData withMarks(Dataset<Row> data, String malformed) {
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
}

package org.exactloss.job;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.exactloss.exact.ExactRational;
import org.exactloss.metric.Penalty;
import org.exactloss.report.Provenance;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.NearNames;
import org.exactloss.spec.PenaltySpec;
import org.exactloss.spec.PenaltySpec.Parameters;
import org.exactloss.state.ParameterNorms;

/** The penalties of all models, read before the scan: a bad parameter must not cost one. */
final class Penalties {
  private final SparkSession spark;
  private final PenaltySpec spec;
  private final Map<String, Provenance.Input> origins = new LinkedHashMap<>();

  private Penalties(SparkSession spark, PenaltySpec spec) {
    this.spark = spark;
    this.spec = spec;
  }

  /**
   * Finds the files of the parameters; of their content nothing is read.
   *
   * @param models the names of the models
   * @throws EvaluationException if a source names another model, or is not there
   */
  static Penalties open(SparkSession spark, PenaltySpec spec, List<String> models) {
    Penalties penalties = new Penalties(spark, spec);
    for (Parameters source : spec.parameters()) {
      source.prediction().ifPresent(name -> requireModel(name, source.uri(), models));
      penalties.origins.computeIfAbsent(source.uri(), penalties::origin);
    }
    return penalties;
  }

  private static void requireModel(String name, String uri, List<String> models) {
    if (!models.contains(name)) {
      throw EvaluationException.usage(
          "Cannot use --parameters "
              + name
              + "="
              + uri
              + ": no prediction has the name "
              + name
              + "; "
              + NearNames.advice(name, models));
    }
  }

  private Provenance.Input origin(String uri) {
    InputFiles files = InputFiles.list(List.of(uri), hadoop());
    String format =
        files
            .format()
            .orElseThrow(
                () ->
                    EvaluationException.usage(
                        "Cannot tell the format of the parameters "
                            + uri
                            + ": the files' endings do not name one of parquet, orc, csv, json,"
                            + " jsonl and avro, the same for all; give the file such an ending"));
    return new Provenance.Input(
        uri, format, files.files(), files.bytes(), files.lastModified().toString());
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  /** Where the parameters are: each source once. */
  List<Provenance.Input> origins() {
    return List.copyOf(origins.values());
  }

  /**
   * Reads each source once and gives the exact penalty of each model by its name.
   *
   * @throws EvaluationException if a source cannot be read, or holds what is no parameter
   */
  Map<String, ExactRational> read(List<String> models, int treeDepth) {
    Map<String, ParameterNorms> norms = new LinkedHashMap<>();
    for (String uri : origins.keySet()) {
      norms.put(uri, read(uri, treeDepth));
    }
    Map<String, ExactRational> penalties = new LinkedHashMap<>();
    for (String model : models) {
      ParameterNorms own =
          spec.parameters().stream()
              .filter(source -> source.prediction().map(model::equals).orElse(true))
              .map(source -> norms.get(source.uri()))
              .reduce(ParameterNorms.NONE, ParameterNorms::plus);
      penalties.put(model, Penalty.of(spec, own));
    }
    return penalties;
  }

  private ParameterNorms read(String uri, int treeDepth) {
    return isDocument(uri)
        ? new ParameterDocument(uri, hadoop()).read()
        : new ParameterTable(spark, uri).read(treeDepth);
  }

  /** Lines of JSON, and a folder of them, are a table. */
  private boolean isDocument(String uri) {
    String name = uri.toLowerCase(Locale.ROOT);
    if (!(name.endsWith(".json") || name.endsWith(".json.gz"))) {
      return false;
    }
    try {
      Path path = new Path(uri);
      return path.getFileSystem(hadoop()).getFileStatus(path).isFile();
    } catch (IOException e) {
      // It is a pattern that several files match.
      return false;
    }
  }
}

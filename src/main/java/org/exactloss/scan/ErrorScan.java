package org.exactloss.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.exactloss.exact.ExactRational;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.Reduction;

/**
 * A second pass over a data set, whose rows it gives with the squared error of each element: {@code
 * w·(p − t)²}, why it is left out, and the derivative of the loss. Planned on the driver; nothing
 * is read before the rows are.
 */
public final class ErrorScan {
  private static final String SQUARED_ERROR = "squaredError";
  private static final String EXCLUDED = "excluded";
  private static final String GRADIENT = "gradient";
  private static final String BATCH = SourceData.INTERNAL_PREFIX + "batch";
  private static final String VALUE = SourceData.INTERNAL_PREFIX + "value";
  private static final String FACTORS = SourceData.INTERNAL_PREFIX + "factors";

  private final Dataset<Row> projected;
  private final ScanRequest request;
  private final StructType kept;
  private final StructType errors;
  private final boolean gradient;
  private final Optional<BatchColumns> batches;

  private ErrorScan(
      Dataset<Row> projected,
      ScanRequest request,
      StructType kept,
      StructType errors,
      boolean gradient,
      Optional<BatchColumns> batches) {
    this.projected = projected;
    this.request = request;
    this.kept = kept;
    this.errors = errors;
    this.gradient = gradient;
    this.batches = batches;
  }

  /**
   * Plans the pass.
   *
   * @param data the rows of the scan
   * @param keep the names of the columns that are carried along
   * @param columns the columns of the scan, in its order
   * @throws EvaluationException if two columns would have one name
   */
  static ErrorScan plan(
      Dataset<Row> data,
      List<String> keep,
      List<Column> columns,
      ScanRequest request,
      List<String> models,
      Optional<BatchColumns> batches,
      EvaluationSpec spec) {
    boolean gradient = spec.tables().gradient();
    Optional<BatchColumns> needed =
        batches.filter(asked -> gradient && spec.reduction() == Reduction.MEAN);
    List<Column> all = new ArrayList<>(keep.stream().map(KeptColumns::column).toList());
    for (int i = 0; i < request.columns() + needed.map(BatchColumns::count).orElse(0); i++) {
      all.add(columns.get(i).as(SourceData.INTERNAL_PREFIX + "scan_" + i));
    }
    Dataset<Row> projected = data.select(all.toArray(Column[]::new));
    StructType kept = new StructType(Arrays.copyOf(projected.schema().fields(), keep.size()));
    StructType errors = errors(models, request.target().depth(), gradient);
    requireOwnNames(kept, errors);
    return new ErrorScan(projected, request, kept, errors, gradient, needed);
  }

  /** The same pass, planned again because the settings for reading have changed. */
  ErrorScan byRows() {
    return new ErrorScan(
        projected.select(functions.col("*")), request, kept, errors, gradient, batches);
  }

  private static StructType errors(List<String> models, int depth, boolean gradient) {
    StructType schema = new StructType();
    for (String model : models) {
      String suffix = models.size() == 1 ? "" : "_" + model;
      schema =
          schema
              .add(SQUARED_ERROR + suffix, inArrays(DataTypes.DoubleType, depth))
              .add(EXCLUDED + suffix, inArrays(DataTypes.StringType, depth));
      if (gradient) {
        schema = schema.add(GRADIENT + suffix, inArrays(DataTypes.DoubleType, depth));
      }
    }
    return schema;
  }

  private static DataType inArrays(DataType element, int depth) {
    DataType type = element;
    for (int level = 0; level < depth; level++) {
      type = DataTypes.createArrayType(type, true);
    }
    return type;
  }

  private static void requireOwnNames(StructType kept, StructType errors) {
    for (String name : errors.fieldNames()) {
      if (Stream.of(kept.fieldNames()).anyMatch(name::equalsIgnoreCase)) {
        throw EvaluationException.usage(
            "Cannot write --errors: the input has a column "
                + name
                + ", and so has the table; name the columns to carry along, without that one, with"
                + " --keep");
      }
    }
    Optional<String> twice =
        Stream.of(errors.fieldNames())
            .filter(
                name -> Stream.of(errors.fieldNames()).filter(name::equalsIgnoreCase).count() > 1)
            .findFirst();
    if (twice.isPresent()) {
      throw EvaluationException.usage(
          "Cannot write --errors: the table would have the column "
              + twice.get()
              + " twice, as upper and lower case are the same there; give the predictions other"
              + " names with --prediction 'EXPR AS name'");
    }
  }

  /** The columns of the rows. */
  public StructType schema() {
    return request(List.of()).schema();
  }

  /** The columns whose values hardly ever come twice: numbers that floating-point data give. */
  public List<String> variedColumns() {
    boolean floating =
        request.target().element().isFloating()
            || request.predictions().stream().anyMatch(type -> type.element().isFloating());
    return Stream.of(errors.fields())
        .filter(field -> floating && field.dataType().equals(DataTypes.DoubleType))
        .map(StructField::name)
        .toList();
  }

  /**
   * The rows.
   *
   * @param found what the first pass found
   * @param gradientFactors of each model the f in ∂loss/∂p = 2·w·(p − t)·f: one, or one for each
   *     output; none where the loss is undefined, so that its derivatives are null
   */
  public Dataset<Row> rows(TaskResult found, List<List<ExactRational>> gradientFactors) {
    List<ElementErrors.Factors> factors = new ArrayList<>();
    for (int model = 0; model < request.predictions().size(); model++) {
      List<ExactRational> own = gradient ? gradientFactors.get(model) : List.of();
      factors.add(ElementErrors.Factors.of(request, model, own));
    }
    ErrorRequest asked = request(factors);
    return PlainErrors.suits(asked, found)
        ? new PlainErrors(asked, projected).rows()
        : SparkInternals.withErrors(projected, asked);
  }

  /** Whether each batch has derivatives of its own: then {@link #rowsInBatches} gives the rows. */
  public boolean hasBatches() {
    return batches.isPresent();
  }

  /**
   * The rows, where each batch has a loss of its own.
   *
   * @param factors of each batch its value and the bytes of {@link BatchFactors}
   */
  public Dataset<Row> rowsInBatches(JavaRDD<Row> factors) {
    BatchColumns asked = batches.orElseThrow();
    int own = kept.length() + request.columns();
    Dataset<Row> rows = asked.withValue(projected, kept.length(), request, BATCH);
    StructType schema =
        new StructType().add(VALUE, asked.type()).add(FACTORS, DataTypes.BinaryType);
    Dataset<Row> found = rows.sparkSession().createDataFrame(factors, schema);
    List<Column> columns =
        new ArrayList<>(Stream.of(rows.columns()).limit(own).map(KeptColumns::column).toList());
    columns.add(functions.col(FACTORS));
    Dataset<Row> joined =
        rows.join(found, functions.col(BATCH).eqNullSafe(functions.col(VALUE)), "left")
            .select(columns.toArray(Column[]::new));
    List<ElementErrors.Factors> none = new ArrayList<>();
    for (int model = 0; model < request.predictions().size(); model++) {
      none.add(ElementErrors.Factors.of(request, model, List.of()));
    }
    return SparkInternals.withErrors(joined, request(none));
  }

  private ErrorRequest request(List<ElementErrors.Factors> factors) {
    return new ErrorRequest(request, kept, errors, factors, gradient, batches.isPresent());
  }
}

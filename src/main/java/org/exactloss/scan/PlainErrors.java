package org.exactloss.scan;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import org.exactloss.exact.Gradient;
import org.exactloss.scan.NumericType.Storage;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The errors of rows of which nothing is left out, and whose numbers are doubles or become such
 * without loss: calls of the exact functions on the row's own numbers, which Spark compiles into
 * the loop that reads and writes the rows.
 */
final class PlainErrors {
  private static final Set<Storage> DOUBLES =
      EnumSet.of(Storage.DOUBLE, Storage.FLOAT, Storage.INT, Storage.SHORT, Storage.BYTE);

  private final ErrorRequest request;
  private final Dataset<Row> data;

  /**
   * @param data the rows, as of {@link ErrorRequest}
   */
  PlainErrors(ErrorRequest request, Dataset<Row> data) {
    this.request = request;
    this.data = data;
  }

  /** Whether the errors of such rows can be had in this way, given what the first pass found. */
  static boolean suits(ErrorRequest request, TaskResult found) {
    ScanRequest scan = request.scan();
    boolean doubles =
        Stream.of(List.of(scan.target()), scan.predictions(), scan.weight())
            .flatMap(List::stream)
            .allMatch(type -> type.isScalar() && DOUBLES.contains(type.element().storage()));
    boolean complete =
        found.models().stream().allMatch(model -> model.state().used() == model.state().elements());
    boolean dependent =
        request.factors().stream()
            .flatMap(factors -> Stream.of(factors.gradients()))
            .allMatch(gradient -> gradient != null);
    return doubles && complete && dependent && !scan.keyed() && !request.inBatches();
  }

  /** The rows of the kept columns with their errors. */
  Dataset<Row> rows() {
    String[] errors = request.errors().fieldNames();
    List<Column> columns =
        new ArrayList<>(Stream.of(request.kept().fieldNames()).map(KeptColumns::column).toList());
    for (int model = 0; model < request.factors().size(); model++) {
      ElementErrors.Factors factors = request.factors().get(model);
      int first = model * request.columnsOfModel();
      columns.add(call(factors.loss(), "squaredError", model).as(errors[first]));
      columns.add(functions.lit(null).cast(DataTypes.StringType).as(errors[first + 1]));
      if (request.gradient()) {
        columns.add(gradient(factors.gradients(), model).as(errors[first + 2]));
      }
    }
    return data.select(columns.toArray(Column[]::new));
  }

  private Column gradient(Gradient[] gradients, int model) {
    return gradients.length == 0
        ? functions.lit(null).cast(DataTypes.DoubleType)
        : call(gradients[0], "of", model);
  }

  /** A method of prediction, target and weight, if there is one. */
  private Column call(Object target, String method, int model) {
    ScanRequest scan = request.scan();
    List<Expression> arguments = new ArrayList<>();
    arguments.add(number(scan.predictionOrdinal(model)));
    arguments.add(number(0));
    if (scan.weighted()) {
      arguments.add(number(scan.weightOrdinal()));
    }
    Expression object = Literal$.MODULE$.fromObject(target, new ObjectType(target.getClass()));
    return ExpressionUtils.column(
        new Invoke(
            object,
            method,
            DataTypes.DoubleType,
            seq(arguments),
            PlainErrors.<AbstractDataType>seq(List.of()),
            true,
            false,
            true));
  }

  private Expression number(int ordinal) {
    String name = data.columns()[request.kept().length() + ordinal];
    return ExpressionUtils.expression(KeptColumns.column(name).cast(DataTypes.DoubleType));
  }

  private static <T> Seq<T> seq(List<? extends T> items) {
    return CollectionConverters.<T>asScala(new ArrayList<T>(items)).toSeq();
  }
}

package org.exactloss.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.exactloss.exact.ExactRational;
import org.exactloss.metric.GradientFactors;
import org.exactloss.scan.BatchFactors;
import org.exactloss.scan.ErrorScan;
import org.exactloss.scan.GroupScan;
import org.exactloss.scan.LossScan;
import org.exactloss.scan.ModelStates;
import org.exactloss.scan.ModelTally;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.state.LossState;
import org.exactloss.store.ExistingOutput;
import org.exactloss.store.StagedTable;

/**
 * The table of the errors of all rows: it is written in a second pass, when the first one has found
 * that there are results.
 */
final class ErrorTable {
  private final SparkSession spark;
  private final EvaluationSpec spec;
  private final String uri;
  private final StagedTable table;

  private ErrorTable(SparkSession spark, EvaluationSpec spec, String uri) {
    this.spark = spark;
    this.spec = spec;
    this.uri = uri;
    ExistingOutput existing =
        spec.tables().overwrite() ? ExistingOutput.REPLACE : ExistingOutput.REFUSE;
    table =
        StagedTable.prepare(
            uri, existing, spec.inputPaths(), spark.sparkContext().hadoopConfiguration());
  }

  /**
   * Checks that the table can be written, if one is asked for.
   *
   * @throws EvaluationException if its place cannot be used
   */
  static Optional<ErrorTable> prepare(SparkSession spark, EvaluationSpec spec) {
    return spec.tables().errors().map(uri -> new ErrorTable(spark, spec, uri));
  }

  /**
   * Checks that the table can have its columns.
   *
   * @throws EvaluationException if two have one name, or its format cannot hold one
   */
  void requireStorable(LossScan scan) {
    try {
      table.requireStorable(spark, scan.errors().orElseThrow().schema());
    } catch (Exception e) {
      throw SparkFailures.cannotWrite(uri, e);
    }
  }

  /**
   * Writes the whole table.
   *
   * @param result what the first pass found
   * @param groups what it found in groups, of which batches are the first, where they were asked
   *     for
   * @param lastCheck runs before the table appears; if it throws, it does not
   * @throws EvaluationException if that fails; nothing is left behind then
   */
  void write(LossScan scan, TaskResult result, Optional<GroupScan> groups, Runnable lastCheck) {
    ErrorScan errors = scan.errors().orElseThrow();
    Factors factors =
        new Factors(
            new GradientFactors(spec),
            result.models().stream().map(model -> model.outputs().size()).toList());
    try {
      table.write(
          errors.hasBatches()
              ? errors.rowsInBatches(groups.orElseThrow().map(0, factors::ofBatch))
              : errors.rows(result, factors.of(result)),
          errors.variedColumns(),
          lastCheck);
    } catch (Exception e) {
      throw SparkFailures.cannotWrite(uri, e);
    }
  }

  /**
   * The factors of the gradients.
   *
   * @param outputs how many outputs each model has in all data
   */
  private record Factors(GradientFactors factors, List<Integer> outputs) implements Serializable {
    List<List<ExactRational>> of(TaskResult result) {
      List<List<ExactRational>> models = new ArrayList<>();
      for (int i = 0; i < outputs.size(); i++) {
        ModelTally model = result.models().get(i);
        List<LossState> states =
            model.outputs().states(outputs.get(i)).stream().map(ModelStates::loss).toList();
        models.add(factors.of(model.state(), states));
      }
      return models;
    }

    Row ofBatch(GroupScan.Group batch) {
      return RowFactory.create(batch.values().get(0), BatchFactors.toBytes(of(batch.result())));
    }
  }
}

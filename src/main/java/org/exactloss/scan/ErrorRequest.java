package org.exactloss.scan;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * What a task has to know to write the errors of its rows. The columns of a row are those that are
 * kept, and behind them those of the scan.
 *
 * @param kept the columns that are carried along
 * @param errors the columns that are added: of each model the squared error, why it is left out,
 *     and the derivative if it is asked for
 * @param factors of each model
 * @param gradient whether derivatives are asked for
 * @param inBatches whether a last column has the factors of the row's batch, in place of those here
 */
record ErrorRequest(
    ScanRequest scan,
    StructType kept,
    StructType errors,
    List<ElementErrors.Factors> factors,
    boolean gradient,
    boolean inBatches)
    implements Serializable {

  /** How many columns each model has. */
  int columnsOfModel() {
    return gradient ? 3 : 2;
  }

  /** The place of the factors of the row's batch. */
  int factorsOrdinal() {
    return kept.length() + scan.columns();
  }

  StructType schema() {
    StructType schema = kept;
    for (int i = 0; i < errors.length(); i++) {
      schema = schema.add(errors.apply(i));
    }
    return schema;
  }
}

package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.exactloss.state.Exclusion;

/** The errors of rows that hold plain numbers. */
final class ScalarErrors implements ErrorTask {
  private final ErrorRequest request;
  private final ScanRequest scan;
  private final ElementRules rules;
  private final Column target;
  private final List<Column> predictions = new ArrayList<>();
  private final List<ElementErrors> models = new ArrayList<>();
  private final Optional<Column> weight;
  private final Exclusion[] shared = new Exclusion[1];

  ScalarErrors(ErrorRequest request) {
    this.request = request;
    scan = request.scan();
    rules = new ElementRules(scan);
    target = new Column(scan.target().element(), 1);
    weight = scan.weight().stream().findFirst().map(type -> new Column(type.element(), 1));
    for (int model = 0; model < scan.predictions().size(); model++) {
      predictions.add(new Column(scan.predictions().get(model).element(), 1));
      models.add(new ElementErrors(scan, request.factors().get(model), 1));
    }
  }

  @Override
  public void use(List<ElementErrors.Factors> factors) {
    for (int model = 0; model < models.size(); model++) {
      models.get(model).use(factors.get(model));
    }
  }

  @Override
  public void put(ColumnSource[] columns, ErrorRow errors) {
    load(target, columns[0]);
    weight.ifPresent(column -> load(column, columns[scan.weightOrdinal()]));
    shared[0] = exclusion(columns);
    for (int model = 0; model < models.size(); model++) {
      Column prediction = predictions.get(model);
      load(prediction, columns[scan.predictionOrdinal(model)]);
      models.get(model).compute(prediction, target, weight, shared, element -> 0, 1);
      put(models.get(model), errors, model * request.columnsOfModel());
    }
  }

  private static void load(Column column, ColumnSource source) {
    column.clear();
    column.load(source, 0, 1, 0);
  }

  /** The reason that lies in the row, the weight or the target, or null. */
  private Exclusion exclusion(ColumnSource[] columns) {
    return scan.malformedRecords() && columns[scan.malformedOrdinal()].booleanAt(0)
        ? Exclusion.MALFORMED_RECORD
        : rules.ofWeightAndTarget(weight, target, 0);
  }

  private void put(ElementErrors found, ErrorRow errors, int column) {
    Exclusion exclusion = found.exclusion(0);
    if (exclusion != null) {
      errors.putExcluded(column, exclusion, request.gradient());
      return;
    }
    errors.putNumber(column, found.squaredError(0));
    errors.putNull(column + 1);
    if (found.hasGradients()) {
      errors.putNumber(column + 2, found.gradient(0));
    } else if (request.gradient()) {
      errors.putNull(column + 2);
    }
  }
}

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
  private final Exclusion[] shared = new Exclusion[CAPACITY];

  ScalarErrors(ErrorRequest request) {
    this.request = request;
    scan = request.scan();
    rules = new ElementRules(scan);
    target = new Column(scan.target().element(), CAPACITY);
    weight = scan.weight().stream().findFirst().map(type -> new Column(type.element(), CAPACITY));
    for (int model = 0; model < scan.predictions().size(); model++) {
      predictions.add(new Column(scan.predictions().get(model).element(), CAPACITY));
      models.add(new ElementErrors(scan, request.factors().get(model), CAPACITY));
    }
  }

  @Override
  public void use(List<ElementErrors.Factors> factors) {
    for (int model = 0; model < models.size(); model++) {
      models.get(model).use(factors.get(model));
    }
  }

  @Override
  public void load(ColumnSource[] columns, int from, int count) {
    load(target, columns[0], from, count);
    weight.ifPresent(column -> load(column, columns[scan.weightOrdinal()], from, count));
    boolean excluded = findExclusions(columns, from, count);
    for (int model = 0; model < models.size(); model++) {
      Column prediction = predictions.get(model);
      load(prediction, columns[scan.predictionOrdinal(model)], from, count);
      models
          .get(model)
          .compute(prediction, target, weight, excluded ? shared : null, element -> 0, count);
    }
  }

  private static void load(Column column, ColumnSource source, int from, int count) {
    column.clear();
    column.load(source, from, count, 0);
  }

  private boolean findExclusions(ColumnSource[] columns, int from, int count) {
    if (!scan.malformedRecords() && !rules.mayExclude(target)) {
      return false;
    }
    for (int row = 0; row < count; row++) {
      boolean malformed =
          scan.malformedRecords() && columns[scan.malformedOrdinal()].booleanAt(from + row);
      shared[row] =
          malformed ? Exclusion.MALFORMED_RECORD : rules.ofWeightAndTarget(weight, target, row);
    }
    return true;
  }

  /** Puts what is found of the loaded rows into the columns of a batch, from a row of it on. */
  void putAll(ErrorVectors vectors, int from, int count) {
    for (int model = 0; model < models.size(); model++) {
      int column = model * request.columnsOfModel();
      models.get(model).put(vectors, column, from, count, request.gradient());
    }
  }

  @Override
  public void put(int row, ErrorRow errors) {
    for (int model = 0; model < models.size(); model++) {
      ElementErrors found = models.get(model);
      int column = model * request.columnsOfModel();
      Exclusion exclusion = found.exclusion(row);
      if (exclusion != null) {
        errors.putExcluded(column, exclusion, request.gradient());
      } else {
        errors.putNumber(column, found.squaredError(row));
        errors.putNull(column + 1);
        if (found.hasGradients()) {
          errors.putNumber(column + 2, found.gradient(row));
        } else if (request.gradient()) {
          errors.putNull(column + 2);
        }
      }
    }
  }
}

package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.exactloss.state.Exclusion;

/** The search for the largest errors of every model among one task's rows, row by row. */
final class WorstSearch {
  private static final int CAPACITY = 16;

  private final KeptValues kept;
  private final List<OfModel> models = new ArrayList<>();

  WorstSearch(ScanRequest request) {
    kept = new KeptValues(request.worst());
    for (int model = 0; model < request.predictions().size(); model++) {
      models.add(new OfModel(request, model));
    }
  }

  /** Looks at rows of which it is known that they are to be evaluated. */
  void addRows(ColumnSource[] columns, int count) {
    for (OfModel model : models) {
      for (int row = 0; row < count; row++) {
        model.addRow(columns, row);
      }
    }
  }

  /** Adds what was found to the result of the same rows. */
  void addTo(TaskResult result) {
    for (int model = 0; model < models.size(); model++) {
      result.models().get(model).addWorst(models.get(model).found);
    }
  }

  /** The search among the elements of one model. */
  private final class OfModel {
    private final RowFlattener flattener;
    private final Elements elements;
    private final ElementRules rules;
    private final WorstElements found;

    OfModel(ScanRequest asked, int model) {
      ScanRequest request = asked.withSeparateOutputs(); // gives each element its place
      flattener = new RowFlattener(request, model);
      elements = new Elements(request, model, CAPACITY);
      rules = new ElementRules(request);
      WorstElement.Scales scales =
          new WorstElement.Scales(
              request.predictions().get(model).element().scale(),
              request.target().element().scale());
      found = new WorstElements(request.worst().limit(), scales);
    }

    void addRow(ColumnSource[] columns, int row) {
      elements.clear();
      if (flattener.append(columns, row, elements) != null) {
        return;
      }
      Exclusion[] exclusions = elements.exclusions(rules);
      for (int i = 0; i < elements.size(); i++) {
        if (isUsed(exclusions, i) && found.mayHave(elements.prediction, elements.target, i)) {
          found.add(element(i, kept.bytes(columns, row)));
        }
      }
    }

    private boolean isUsed(Exclusion[] exclusions, int i) {
      return (exclusions == null || exclusions[i] == null)
          && rules.ofPrediction(elements.prediction, i) == null
          && rules.ofNonFinite(elements.prediction.values[i], elements.target.values[i]) == null;
    }

    private WorstElement element(int i, byte[] values) {
      Optional<ElementNumber> weight = elements.weight.map(column -> ElementNumber.of(column, i));
      return new WorstElement(
          ElementNumber.of(elements.prediction, i),
          ElementNumber.of(elements.target, i),
          weight,
          values,
          elements.output(i),
          found.scales());
    }
  }
}

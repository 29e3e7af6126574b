package org.exactloss.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.exactloss.kernel.KernelKind;
import org.exactloss.state.Exclusion;

/** The sums of all models over rows of plain numbers. */
final class RowSums {
  private final List<ModelAccumulator> models = new ArrayList<>();
  private final List<Optional<ModelPair>> pairs = new ArrayList<>();
  private final int baseline;

  /**
   * @param capacity the most rows that are added at a time
   */
  RowSums(ScanRequest request, KernelKind kind, int capacity) {
    baseline = request.further().baseline();
    for (int model = 0; model < request.predictions().size(); model++) {
      models.add(new ModelAccumulator(request, model, kind, capacity));
      pairs.add(
          request.further().hasBaseline() && model != baseline
              ? Optional.of(new ModelPair(request, model, kind, capacity))
              : Optional.empty());
    }
  }

  /** Adds all rows. */
  void add(LoadedRows rows) {
    boolean lackOnlyTargets = rows.lackOnlyTargets();
    Exclusion[] exclusions = lackOnlyTargets && passOverNulls(rows) ? null : rows.exclusions();
    for (int model = 0; model < models.size(); model++) {
      Column prediction = rows.predictions.get(model);
      ModelAccumulator sums = models.get(model);
      sums.addRows(rows.count());
      if (lackOnlyTargets && sums.passesOverNulls(prediction)) {
        sums.addPresent(prediction, rows.target, rows.weight, rows.count());
      } else {
        sums.add(prediction, rows.target, rows.weight, exclusions, rows.count());
      }
      if (pairs.get(model).isPresent()) {
        Column other = rows.predictions.get(baseline);
        pairs
            .get(model)
            .get()
            .add(prediction, other, rows.target, rows.weight, exclusions, rows.count());
      }
    }
  }

  /**
   * Whether all sums look after nulls themselves; a loop, as this is asked for few rows at a time.
   */
  private boolean passOverNulls(LoadedRows rows) {
    for (int model = 0; model < models.size(); model++) {
      if (pairs.get(model).isPresent()
          || !models.get(model).passesOverNulls(rows.predictions.get(model))) {
        return false;
      }
    }
    return true;
  }

  /** The states of each model of everything that was added since the last time they were taken. */
  List<ModelStates> takeStates() {
    List<ModelStates> all = new ArrayList<>();
    for (int model = 0; model < models.size(); model++) {
      ModelStates states = models.get(model).takeStates();
      pairs.get(model).ifPresent(pair -> states.addChange(pair.takeState()));
      all.add(states);
    }
    return all;
  }
}

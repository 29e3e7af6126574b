package org.exactloss.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.exactloss.metric.LossValue;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.scan.TaskResult;
import org.exactloss.spec.EvaluationSpec;

/**
 * Finishes one group; a model that is refused as a whole is refused in every group.
 *
 * @param outputs how many outputs each model has in all data
 * @param refusals of each model
 */
record GroupResults(
    ModelResults results, List<String> models, List<Integer> outputs, List<List<String>> refusals)
    implements Serializable {

  /**
   * @param all what was found of all rows
   * @param overall the results of all rows
   */
  static GroupResults of(
      EvaluationSpec spec, List<String> models, TaskResult all, List<ModelResult> overall) {
    List<List<String>> refusals = new ArrayList<>();
    for (String model : models) {
      refusals.add(
          overall.stream()
              .filter(result -> result.prediction().equals(model))
              .flatMap(result -> result.refusals().stream())
              .toList());
    }
    List<Integer> outputs = all.models().stream().map(model -> model.outputs().size()).toList();
    return new GroupResults(
        new ModelResults(spec, Map.of()), List.copyOf(models), outputs, List.copyOf(refusals));
  }

  /** The exact sums of the results of {@link #of}; empty for those of refused models. */
  List<Optional<LossValue>> sums(TaskResult group) {
    List<Optional<LossValue>> sums = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      sums.addAll(
          refusals.get(i).isEmpty()
              ? results.sums(group.models().get(i), outputs.get(i))
              : List.of(Optional.empty()));
    }
    return sums;
  }

  /** The results of one group, one for each of all rows. */
  List<ModelResult> of(TaskResult group) {
    List<ModelResult> finished = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      finished.addAll(
          results.of(models.get(i), group.models().get(i), outputs.get(i), refusals.get(i)));
    }
    return finished;
  }
}

package org.exactloss.scan;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.exactloss.kernel.KernelKind;
import org.exactloss.state.Exclusion;

/**
 * Sums of losses alone: some words for each group, so that a row costs little however many groups
 * there are.
 */
final class FixedPointGroupSums implements GroupSums {
  private final FixedPointModel[] models;

  FixedPointGroupSums(ScanRequest request, KernelKind kind, int groupings) {
    models = new FixedPointModel[request.predictions().size()];
    Arrays.setAll(
        models, model -> new FixedPointModel(request, model, kind, groupings, capacity()));
  }

  /** Whether these sums are all that is asked for. */
  static boolean suits(ScanRequest request) {
    return request.further().isEmpty();
  }

  /** Whether these sums suit few groups as well. */
  boolean suitsFew() {
    return Arrays.stream(models).allMatch(FixedPointModel::squaresInBlocks);
  }

  @Override
  public int capacity() {
    return BatchEvaluator.CAPACITY;
  }

  @Override
  public void add(LoadedRows rows, int[][] groups, int[] sizes) {
    Exclusion[] exclusions = rows.exclusions();
    for (int model = 0; model < models.length; model++) {
      Column prediction = rows.predictions.get(model);
      models[model].add(new FixedPointModel.Batch(rows, prediction, exclusions, groups), sizes);
    }
  }

  @Override
  public long bytes() {
    long bytes = 0;
    for (FixedPointModel model : models) {
      bytes += model.bytes();
    }
    return bytes;
  }

  @Override
  public byte[] part(int grouping, int group) {
    long rows = models[0].rows(grouping, group);
    if (rows == 0) {
      return null;
    }
    for (FixedPointModel model : models) {
      if (model.other(grouping, group).isPresent()) {
        return whole(grouping, group);
      }
    }
    return FixedPointPart.of(
        Arrays.stream(models).map(FixedPointModel::units).toList(),
        models[0].layout(),
        rows,
        Arrays.stream(models).map(model -> model.sum(grouping, group)).toArray(long[][]::new));
  }

  private byte[] whole(int grouping, int group) {
    List<ModelTally> tallies =
        Arrays.stream(models).map(model -> ModelTally.of(model.states(grouping, group))).toList();
    return FixedPointPart.of(new TaskResult(tallies, new JoinTally(), new TreeSet<>()).toBytes());
  }

  @Override
  public void clear() {
    Arrays.stream(models).forEach(FixedPointModel::clear);
  }
}

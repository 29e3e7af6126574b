package org.exactloss.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.exactloss.exact.Dyadic;
import org.exactloss.exact.ExactSum;
import org.exactloss.kernel.FixedPointSums;
import org.exactloss.kernel.SquaredErrorTerm;
import org.exactloss.state.Exclusion;
import org.exactloss.state.LossState;

/**
 * Sums of losses alone: some words for each group, so that a row costs little however many groups
 * there are. What does not fit these words is rare, and kept in states.
 */
final class FixedPointGroupSums implements GroupSums {
  private static final long BYTES_OF_A_STATE = 400;

  private final ElementRules rules;
  private final boolean weighted;
  private final int weightScale;
  private final Model[] models;

  FixedPointGroupSums(ScanRequest request, int groupings) {
    rules = new ElementRules(request);
    weighted = request.weighted();
    weightScale = weighted ? request.weight().get(0).element().scale() : 0;
    models = new Model[request.predictions().size()];
    Arrays.setAll(models, model -> new Model(request, model, groupings));
  }

  /** Whether these sums are all that is asked for. */
  static boolean suits(ScanRequest request) {
    return request.further().isEmpty();
  }

  @Override
  public int capacity() {
    return BatchEvaluator.CAPACITY;
  }

  @Override
  public void add(LoadedRows rows, int[][] groups, int[] sizes) {
    Exclusion[] exclusions = rows.exclusions();
    for (int model = 0; model < models.length; model++) {
      models[model].add(rows, rows.predictions.get(model), exclusions, groups, sizes);
    }
  }

  private static int grown(int size) {
    return size + (size >> 1);
  }

  /** The sums of one model. */
  private final class Model {
    private final int scale;
    private final boolean mixedUnits;
    private final long[][] sums;
    private final List<Map<Integer, LossState>> others = new ArrayList<>();
    private SquaredErrorTerm term;

    Model(ScanRequest request, int model, int groupings) {
      int own = request.predictions().get(model).element().scale();
      int target = request.target().element().scale();
      scale = Math.max(own, target);
      mixedUnits = own != target;
      sums = new long[groupings][0];
      for (int i = 0; i < groupings; i++) {
        others.add(new HashMap<>());
      }
    }

    void add(
        LoadedRows rows, Column prediction, Exclusion[] exclusions, int[][] groups, int[] sizes) {
      double[] p = prediction.values;
      double[] t = rows.target.values;
      double[] w = weighted ? rows.weight.orElseThrow().values : null;
      if (term == null) {
        term = SquaredErrorTerm.forValuesLike(p, t, w, rows.count());
      }
      int stride = term.sums().words();
      for (int i = 0; i < sums.length; i++) {
        if (sums[i].length < sizes[i] * stride) {
          sums[i] = Arrays.copyOf(sums[i], grown(sizes[i]) * stride);
        }
      }
      boolean plain = isPlain(rows, prediction, exclusions);
      for (int row = 0; row < rows.count(); row++) {
        boolean fits = plain || isNarrow(rows, prediction, exclusions, row);
        if (fits && (w == null ? term.set(p[row], t[row]) : term.set(p[row], t[row], w[row]))) {
          for (int i = 0; i < sums.length; i++) {
            term.addTo(sums[i], groups[i][row] * stride);
          }
        } else {
          addOther(rows, prediction, exclusions, groups, row);
        }
      }
    }

    private boolean isPlain(LoadedRows rows, Column prediction, Exclusion[] exclusions) {
      return exclusions == null
          && !mixedUnits
          && prediction.allPresent()
          && rows.target.allPresent()
          && rows.weight.map(Column::allPresent).orElse(true);
    }

    private boolean isNarrow(LoadedRows rows, Column prediction, Exclusion[] exclusions, int row) {
      return !mixedUnits
          && (exclusions == null || exclusions[row] == null)
          && prediction.status[row] == Column.PRESENT
          && rows.target.status[row] == Column.PRESENT
          && (!weighted || rows.weight.orElseThrow().status[row] == Column.PRESENT);
    }

    private void addOther(
        LoadedRows rows, Column prediction, Exclusion[] exclusions, int[][] groups, int row) {
      LossState one = element(rows, prediction, exclusions, row);
      for (int i = 0; i < groups.length; i++) {
        others.get(i).computeIfAbsent(groups[i][row], group -> new LossState()).add(one);
      }
    }

    /** The state of one element by itself. */
    private LossState element(LoadedRows rows, Column prediction, Exclusion[] exclusions, int row) {
      LossState one = new LossState();
      double p = prediction.values[row];
      double t = rows.target.values[row];
      Exclusion exclusion = exclusions == null ? null : exclusions[row];
      if (exclusion == null) {
        exclusion = rules.ofPrediction(prediction, row);
      }
      if (exclusion == null) {
        exclusion = rules.ofNonFinite(p, t);
      }
      if (exclusion != null) {
        one.exclude(exclusion, 1);
        return one;
      }
      Dyadic weight = weighted ? Units.of(rows.weight.orElseThrow(), row, weightScale) : Dyadic.ONE;
      ExactSum weightSum = sum(weight, weightScale);
      if (Double.isFinite(p) && Double.isFinite(t)) {
        Dyadic error = Units.of(prediction, row, scale).minus(Units.of(rows.target, row, scale));
        one.addFinite(1, sum(error.times(error).times(weight), 2 * scale + weightScale), weightSum);
      } else {
        one.addNonFinite((p - t) * (p - t), weightSum);
      }
      return one;
    }

    private FixedPointPart.Units units() {
      int tens = 2 * scale + weightScale;
      return new FixedPointPart.Units(
          term.exponent() - tens, -tens, term.weightExponent() - weightScale, -weightScale);
    }

    /** All rows of a group: each is one element, used or not. */
    private long rows(int grouping, int group) {
      if (term == null) {
        return 0; // no row has come
      }
      int words = term.sums().words();
      if ((group + 1L) * words > sums[grouping].length) {
        return 0;
      }
      LossState other = others.get(grouping).get(group);
      return term.sums().count(sums[grouping], group * words)
          + (other == null ? 0 : other.elements());
    }

    private ModelStates states(int grouping, int group) {
      FixedPointSums layout = term.sums();
      LossState state =
          FixedPointPart.state(units(), layout, sums[grouping], group * layout.words());
      Optional.ofNullable(others.get(grouping).get(group)).ifPresent(state::add);
      state.addRows(rows(grouping, group));
      return new ModelStates(state);
    }
  }

  private static ExactSum sum(Dyadic units, int scale) {
    return ExactSum.of(units.significand(), units.exponent() - scale, -scale);
  }

  @Override
  public long bytes() {
    long bytes = 0;
    for (Model model : models) {
      bytes += Arrays.stream(model.sums).mapToLong(words -> words.length * 8L).sum();
      bytes += model.others.stream().mapToLong(Map::size).sum() * BYTES_OF_A_STATE;
    }
    return bytes;
  }

  @Override
  public byte[] part(int grouping, int group) {
    long rows = models[0].rows(grouping, group);
    if (rows == 0) {
      return null;
    }
    for (Model model : models) {
      if (model.others.get(grouping).containsKey(group)) {
        return whole(grouping, group);
      }
    }
    FixedPointSums layout = models[0].term.sums();
    return FixedPointPart.of(
        Arrays.stream(models).map(Model::units).toList(),
        layout,
        rows,
        Arrays.stream(models).map(model -> model.sums[grouping]).toArray(long[][]::new),
        group * layout.words());
  }

  private byte[] whole(int grouping, int group) {
    List<ModelTally> tallies =
        Arrays.stream(models).map(model -> ModelTally.of(model.states(grouping, group))).toList();
    return FixedPointPart.of(new TaskResult(tallies, new JoinTally(), new TreeSet<>()).toBytes());
  }

  @Override
  public void clear() {
    for (Model model : models) {
      Arrays.setAll(model.sums, i -> new long[0]);
      model.others.forEach(Map::clear);
    }
  }
}

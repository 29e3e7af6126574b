package org.exactloss.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.exactloss.scan.JoinTally;
import org.exactloss.scan.ModelTally;
import org.exactloss.scan.ShapeMismatch;
import org.exactloss.scan.ShapeTally;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.state.Exclusion;
import org.exactloss.state.LossState;

/** Why the numbers of a model are not given, from what was counted and what was asked. */
final class Refusals {
  private final EvaluationSpec spec;

  Refusals(EvaluationSpec spec) {
    this.spec = spec;
  }

  /** Messages for one model; none if its numbers are given. */
  List<String> of(String model, ModelTally tally, JoinTally join) {
    LossState state = tally.state();
    List<String> refusals = new ArrayList<>(ofJoin(join));
    tally.mismatch().ifPresent(first -> refusals.add(cannot(model) + ofShapes(first, state)));
    addPolicy(
        refusals,
        model,
        state,
        "null",
        "--on-null",
        spec.policies().onNull(),
        List.of(Exclusion.NULL_WEIGHT, Exclusion.NULL_TARGET, Exclusion.NULL_PREDICTION));
    addPolicy(
        refusals,
        model,
        state,
        "malformed",
        "--on-malformed",
        spec.policies().onMalformed(),
        List.of(
            Exclusion.MALFORMED_RECORD,
            Exclusion.MALFORMED_WEIGHT,
            Exclusion.MALFORMED_TARGET,
            Exclusion.MALFORMED_PREDICTION));
    addPolicy(
        refusals,
        model,
        state,
        "NaN",
        "--on-nan",
        spec.policies().onNan(),
        List.of(Exclusion.NAN_WEIGHT, Exclusion.NAN_TARGET, Exclusion.NAN_PREDICTION));
    addPolicy(
        refusals,
        model,
        state,
        "infinite",
        "--on-infinite",
        spec.policies().onInfinite(),
        List.of(
            Exclusion.INFINITE_WEIGHT, Exclusion.INFINITE_TARGET, Exclusion.INFINITE_PREDICTION));
    long negative = state.excluded(Exclusion.NEGATIVE_WEIGHT);
    if (negative > 0) {
      refusals.add(
          cannot(model)
              + number(negative)
              + " of "
              + number(state.elements())
              + " weights are negative; mend the weights");
    }
    if (refusals.isEmpty() && state.used() == 0) {
      refusals.add(
          cannot(model)
              + "none of "
              + number(state.elements())
              + " elements can be used ("
              + counts(state, List.of(Exclusion.values()))
              + "); mend the data, or name other columns");
    }
    if (refusals.isEmpty() && spec.multioutput().separate()) {
      ofOutputs(tally.outputs().shapes()).ifPresent(why -> refusals.add(outputs(model) + why));
    }
    return refusals;
  }

  private static String ofShapes(ShapeMismatch first, LossState state) {
    String rows = number(state.excluded(Exclusion.SHAPE_MISMATCH)) + " rows have ";
    String remedy = "; nothing is broadcast: make the shapes equal in every row";
    if (isRagged(first.prediction()) || isRagged(first.target())) {
      return rows
          + "arrays that do not agree on one rectangular shape, the first one a prediction "
          + first.prediction()
          + " beside a target "
          + first.target()
          + remedy;
    } else if (first.weight().isEmpty()) {
      return rows
          + "predictions and targets of different shapes, the first one "
          + first.prediction()
          + " beside "
          + first.target()
          + remedy;
    }
    return rows
        + "predictions, targets and weights of different shapes, the first one "
        + first.prediction()
        + " beside "
        + first.target()
        + " with weights "
        + first.weight().get()
        + remedy;
  }

  private Optional<String> ofOutputs(ShapeTally shapes) {
    List<String> conflict = shapes.conflict();
    int weights = spec.multioutput().weights().size();
    if (!conflict.isEmpty()) {
      return Optional.of(
          "not all rows have one shape, some have "
              + conflict.get(0)
              + " and others "
              + conflict.get(1)
              + "; make the shapes equal, or leave --multioutput out");
    } else if (shapes.size() > ShapeTally.MAX_OUTPUTS) {
      return Optional.of(
          "rows of the shape "
              + shapes.text()
              + " have "
              + number(shapes.size())
              + " of them, and sums are kept of at most "
              + number(ShapeTally.MAX_OUTPUTS)
              + "; leave --multioutput out, or make fewer");
    } else if (weights > 0 && weights != shapes.size()) {
      return Optional.of(
          "--multioutput has "
              + number(weights)
              + " weights, and rows of the shape "
              + shapes.text()
              + " have "
              + number(shapes.size())
              + " outputs; give one weight for each output");
    }
    return Optional.empty();
  }

  private static String outputs(String model) {
    return "Cannot give the losses of the outputs of " + model + ": ";
  }

  private static boolean isRagged(String shape) {
    return shape.startsWith("ragged");
  }

  private List<String> ofJoin(JoinTally join) {
    List<String> refusals = new ArrayList<>();
    if (join.duplicatePredictionKeys() + join.duplicateTargetKeys() > 0) {
      refusals.add(
          "Cannot join by key "
              + key()
              + ": "
              + number(join.duplicatePredictionKeys())
              + " keys stand more than once among the predictions and "
              + number(join.duplicateTargetKeys())
              + " among the targets, such as "
              + join.duplicateKey()
              + "; remove the duplicates, or name more columns with --key");
    }
    boolean skip = spec.join().map(given -> given.skipUnmatched()).orElse(true);
    if (!skip && join.unmatchedPredictions() + join.unmatchedTargets() > 0) {
      refusals.add(
          "Cannot join by key "
              + key()
              + ": "
              + number(join.unmatchedPredictions())
              + " predictions have no target and "
              + number(join.unmatchedTargets())
              + " targets have no prediction; use --on-unmatched skip to leave them out, or mend the"
              + " keys");
    }
    return refusals;
  }

  private String key() {
    return spec.join().map(join -> String.join(", ", join.key())).orElse("");
  }

  private static void addPolicy(
      List<String> refusals,
      String model,
      LossState state,
      String what,
      String option,
      ValuePolicy policy,
      List<Exclusion> reasons) {
    long count = reasons.stream().mapToLong(state::excluded).sum();
    if (count == 0 || policy == ValuePolicy.SKIP) {
      return;
    }
    refusals.add(
        cannot(model)
            + number(count)
            + " of "
            + number(state.elements())
            + " elements are "
            + what
            + " ("
            + counts(state, reasons)
            + "); use "
            + option
            + " skip to leave them out, or mend the data");
  }

  private static String cannot(String model) {
    return "Cannot give the loss of " + model + ": ";
  }

  private static String counts(LossState state, List<Exclusion> reasons) {
    return reasons.stream()
        .filter(reason -> state.excluded(reason) > 0)
        .map(reason -> reason.label() + " " + number(state.excluded(reason)))
        .collect(Collectors.joining(", "));
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}

package org.exactloss.spec;

import java.util.List;
import java.util.Optional;

/**
 * The tables that are written.
 *
 * @param errors where one row per input row goes, with the squared error of each element
 * @param gradient whether the errors' table has the derivative of the loss by each prediction
 * @param worst how many elements with the largest errors are reported
 * @param keep the columns of the input that the errors' table has, where empty means all of them,
 *     and that the largest errors are reported with
 * @param results where the table of all results goes
 * @param overwrite whether tables that exist are replaced
 */
public record TableOutputs(
    Optional<String> errors,
    boolean gradient,
    int worst,
    List<String> keep,
    Optional<String> results,
    boolean overwrite) {
  /** No tables. */
  public static final TableOutputs NONE =
      new TableOutputs(Optional.empty(), false, 0, List.of(), Optional.empty(), false);

  /** The most elements that {@code worst} may ask for. */
  public static final int MOST_WORST = 10_000;

  public TableOutputs {
    keep = List.copyOf(keep);
    if (errors.isEmpty() && gradient) {
      throw needsErrors("--gradient", "derivatives are columns of that table");
    }
    if (worst < 0) {
      throw EvaluationException.usage(
          "Cannot report the largest errors: --worst is "
              + worst
              + "; give it a number of at least 1");
    }
    if (worst > MOST_WORST) {
      throw EvaluationException.usage(
          "Cannot report the "
              + worst
              + " largest errors: every task and the driver hold that many rows of each model in"
              + " memory; give --worst a number of at most "
              + MOST_WORST);
    }
    if (errors.isEmpty() && worst == 0 && !keep.isEmpty()) {
      throw EvaluationException.usage(
          "Cannot use --keep alone: its columns go along into the table of --errors and with the"
              + " elements of --worst; give one of these options");
    }
  }

  private static EvaluationException needsErrors(String option, String why) {
    return EvaluationException.usage(
        "Cannot use " + option + " without --errors: " + why + "; name it with --errors URI");
  }
}

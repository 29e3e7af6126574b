package org.exactloss.cli;

import java.util.List;
import java.util.Optional;
import org.exactloss.spec.BatchSpec;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.Multioutput;
import org.exactloss.spec.PenaltySpec;

/** The options that say how elements become a loss: outputs, batches and penalty. */
final class LossOptions {
  private LossOptions() {}

  static Multioutput multioutput(OptionValues values) {
    Optional<String> given = values.text(EvaluateOption.MULTIOUTPUT).map(String::strip);
    if (given.isEmpty()) {
      return Multioutput.POOLED;
    } else if (given.get().equals("raw")) {
      return Multioutput.RAW;
    } else if (given.get().equals("uniform")) {
      return Multioutput.UNIFORM;
    }
    return Multioutput.weighted(values.numbers(EvaluateOption.MULTIOUTPUT));
  }

  static Optional<BatchSpec> batches(OptionValues values) {
    Optional<String> by = values.text(EvaluateOption.BATCH_BY);
    boolean sized = values.isGiven(EvaluateOption.BATCH_SIZE);
    if (!sized && values.isGiven(EvaluateOption.ORDER_BY)) {
      throw values.missing(EvaluateOption.ORDER_BY, EvaluateOption.BATCH_SIZE);
    }
    if (by.isPresent() && sized) {
      throw EvaluationException.usage(
          "Cannot make batches by --batch-by and by --batch-size: a row would be in two; give one of"
              + " them");
    }
    if (sized) {
      return Optional.of(
          BatchSpec.ofSize(
              values.count(EvaluateOption.BATCH_SIZE), values.list(EvaluateOption.ORDER_BY)));
    }
    return by.map(BatchSpec::by);
  }

  static Optional<PenaltySpec> penalty(OptionValues values) {
    List<EvaluateOption> options =
        List.of(EvaluateOption.L1, EvaluateOption.L2, EvaluateOption.PARAMETERS);
    if (options.stream().noneMatch(values::isGiven)) {
      return Optional.empty();
    }
    return Optional.of(
        new PenaltySpec(
            values.number(EvaluateOption.L1),
            values.number(EvaluateOption.L2),
            values.all(EvaluateOption.PARAMETERS).stream().map(LossOptions::parameters).toList()));
  }

  /** A name comes before the first equals sign; a URI has such a sign only behind a slash. */
  private static PenaltySpec.Parameters parameters(String value) {
    int equals = value.indexOf('=');
    int slash = value.indexOf('/');
    if (equals <= 0 || (slash >= 0 && slash < equals)) {
      return new PenaltySpec.Parameters(Optional.empty(), value.strip());
    }
    return new PenaltySpec.Parameters(
        Optional.of(value.substring(0, equals).strip()), value.substring(equals + 1).strip());
  }
}

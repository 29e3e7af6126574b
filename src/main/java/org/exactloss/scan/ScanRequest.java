package org.exactloss.scan;

import java.util.List;
import java.util.Optional;
import org.exactloss.kernel.KernelKind;
import org.exactloss.kernel.SquaredErrorKernels;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.KernelOption;

/**
 * What a task has to know to turn rows into states. The columns of a row are, in this order: the
 * target, the predictions, the weight if there is one, whether the record is malformed if records
 * can be, and the columns of {@link KeyedRow} if data sets were joined.
 *
 * @param target the target's type
 * @param predictions the type of each model's prediction
 * @param weight a list of the weight's type, or empty if every weight is one
 * @param malformedRecords whether there is a column that marks malformed records
 * @param keyed whether the rows come from a join by key
 * @param ignoredTargets targets that are left out
 * @param propagateNan whether a NaN prediction or target is used and decides the result
 * @param propagateInfinite likewise for infinities
 * @param kernel which kernel is asked for
 */
record ScanRequest(
    NumericType target,
    List<NumericType> predictions,
    List<NumericType> weight,
    boolean malformedRecords,
    boolean keyed,
    IgnoredTargets ignoredTargets,
    boolean propagateNan,
    boolean propagateInfinite,
    KernelOption kernel)
    implements RowTask.Factory {

  @Override
  public RowTask start() {
    return new BatchEvaluator(this);
  }

  boolean weighted() {
    return !weight.isEmpty();
  }

  /**
   * The kernel that this JVM uses, and why.
   *
   * @throws EvaluationException if the one asked for cannot be used
   */
  SquaredErrorKernels.Selection selectKernel() {
    Optional<KernelKind> wanted =
        switch (kernel) {
          case AUTO -> Optional.empty();
          case VECTOR -> Optional.of(KernelKind.VECTOR);
          case PLAIN -> Optional.of(KernelKind.PLAIN);
          case SCALAR -> Optional.of(KernelKind.SCALAR);
        };
    try {
      return SquaredErrorKernels.select(wanted);
    } catch (IllegalStateException e) {
      throw new EvaluationException(EvaluationException.Kind.STORAGE, e.getMessage(), e);
    }
  }

  int predictionOrdinal(int model) {
    return 1 + model;
  }

  int weightOrdinal() {
    return 1 + predictions.size();
  }

  int malformedOrdinal() {
    return weightOrdinal() + weight.size();
  }

  int keyedOrdinal() {
    return malformedOrdinal() + (malformedRecords ? 1 : 0);
  }
}

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
 * @param predictions the type of each model's prediction, of the target's depth
 * @param weight a list of the weight's type, scalar or of the target's depth, or empty if every
 *     weight is one
 * @param malformedRecords whether there is a column that marks malformed records
 * @param keyed whether the rows come from a join by key
 * @param ignoredTargets targets that are left out
 * @param propagateNan whether a NaN prediction or target is used and decides the result
 * @param propagateInfinite likewise for infinities
 * @param separateOutputs whether each place of a row's arrays has sums of its own as well
 * @param further what is summed beside the loss
 * @param worst which elements of large errors are looked for
 * @param kernel which kernel is asked for
 */
record ScanRequest(
    ValueType target,
    List<ValueType> predictions,
    List<ValueType> weight,
    boolean malformedRecords,
    boolean keyed,
    IgnoredTargets ignoredTargets,
    boolean propagateNan,
    boolean propagateInfinite,
    boolean separateOutputs,
    FurtherSums further,
    WorstRequest worst,
    KernelOption kernel)
    implements RowTask.Factory {

  @Override
  public RowTask start(int partition) {
    return start(partition, BatchEvaluator.CAPACITY);
  }

  /**
   * Starts a task with buffers of another size.
   *
   * @param capacity elements that are evaluated at a time
   */
  RowTask start(int partition, int capacity) {
    RowTask sums =
        hasArrays() || separateOutputs
            ? new TensorEvaluator(this, partition, capacity)
            : new BatchEvaluator(this, capacity);
    return worst.isAsked() ? new WorstTask(sums, new WorstSearch(this)) : sums;
  }

  /** The same for the rows of a group, of which it is known that they have a partner. */
  ScanRequest ofGroup() {
    return with(false, separateOutputs, further.withoutPictures(), WorstRequest.NONE);
  }

  /** The same that also looks for elements of large errors. */
  ScanRequest withWorst(WorstRequest asked) {
    return with(keyed, separateOutputs, further, asked);
  }

  /** The same, with sums of its own for each place of a row's arrays. */
  ScanRequest withSeparateOutputs() {
    return with(keyed, true, further, worst);
  }

  private ScanRequest with(
      boolean ofKeys, boolean ofOutputs, FurtherSums others, WorstRequest asked) {
    return new ScanRequest(
        target,
        predictions,
        weight,
        malformedRecords,
        ofKeys,
        ignoredTargets,
        propagateNan,
        propagateInfinite,
        ofOutputs,
        others,
        asked,
        kernel);
  }

  boolean weighted() {
    return !weight.isEmpty();
  }

  /** Whether rows hold arrays; those of target and predictions are of one depth. */
  boolean hasArrays() {
    return !target.isScalar();
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

  /** How many columns of a row it describes. */
  int columns() {
    return keyedOrdinal() + (keyed ? KeyedRow.count() : 0);
  }

  int keyedOrdinal() {
    return malformedOrdinal() + (malformedRecords ? 1 : 0);
  }
}

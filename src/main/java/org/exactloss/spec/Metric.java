package org.exactloss.spec;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every number of a result, with the one spelling that options, conditions, reports and tables use.
 * Over the used elements, e = p − t and x̄ = Σw·x / Σw. Only {@code mean} and what is derived from
 * it depends on the divisor: all else is weighted as in scikit-learn, by Σw.
 */
public enum Metric {
  /** Σ w·e². */
  SUM("sum", Source.LOSS),
  /** Σ w·e² over the divisor. */
  MEAN("mean", Source.LOSS),
  /** The root of the mean. */
  RMSE("rmse", Source.LOSS),
  /** The value of the reduction, with the penalty. */
  LOSS("loss", Source.LOSS),
  /** What the parameters add to the loss. */
  PENALTY("penalty", Source.PENALTY),
  /** The mean of |e|. */
  MAE("mae", Source.REGRESSION),
  /** The mean of e. */
  BIAS("bias", Source.REGRESSION),
  /** The population variance of e. */
  ERROR_VARIANCE("errorVariance", Source.REGRESSION),
  /** 1 − Σw·e² / Σw·(t − t̄)². */
  R2("r2", Source.REGRESSION),
  /** 1 − the variance of e over that of t. */
  EXPLAINED_VARIANCE("explainedVariance", Source.REGRESSION),
  /** The largest |e|, whatever its weight. */
  MAX_ERROR("maxError", Source.REGRESSION),
  TARGET_MEAN("targetMean", Source.REGRESSION),
  TARGET_VARIANCE("targetVariance", Source.REGRESSION),
  PREDICTION_MEAN("predictionMean", Source.REGRESSION),
  PREDICTION_VARIANCE("predictionVariance", Source.REGRESSION),
  /** Pearson's, of p and t. */
  CORRELATION("correlation", Source.REGRESSION),
  /** Of the mean. */
  STANDARD_ERROR("standardError", Source.CONFIDENCE),
  /** Of the mean. */
  CONFIDENCE_INTERVAL("confidenceInterval", Source.CONFIDENCE),
  RMSE_INTERVAL("rmseInterval", Source.CONFIDENCE),
  /** The mean of the model's loss minus the baseline's, over the elements that both use. */
  MEAN_CHANGE("meanChange", Source.BASELINE),
  /** The standard error of the change. */
  MEAN_CHANGE_ERROR("meanChangeError", Source.BASELINE),
  MEAN_CHANGE_INTERVAL("meanChangeInterval", Source.BASELINE),
  /** Two-sided, of no change. */
  MEAN_CHANGE_P_VALUE("meanChangePValue", Source.BASELINE),
  /** The same, corrected for the slices being many. */
  MEAN_CHANGE_ADJUSTED_P_VALUE("meanChangeAdjustedPValue", Source.BASELINE),
  /** The part of a slice in the sum. */
  SHARE("share", Source.SLICE),
  /** The mean of the batches' losses. */
  BATCH_MEAN("batchMean", Source.BATCHES),
  /** The number of batches. */
  BATCHES("batches", Source.BATCHES);

  /** What makes a metric part of a result. */
  public enum Source {
    /** Always there. */
    LOSS("no option"),
    /** Asked for by its name. */
    REGRESSION("--metric"),
    PENALTY("--parameters and --l1 or --l2"),
    CONFIDENCE("--confidence"),
    BASELINE("--baseline"),
    SLICE("--slice"),
    BATCHES("--batch-by or --batch-size");

    private final String option;

    Source(String option) {
      this.option = option;
    }

    /** The option that brings the metrics, for messages. */
    public String option() {
      return option;
    }
  }

  private final String label;
  private final Source source;

  Metric(String label, Source source) {
    this.label = label;
    this.source = source;
  }

  /** The name in options, conditions, reports and tables. */
  public String label() {
    return label;
  }

  public Source source() {
    return source;
  }

  /** Whether the value is a pair of ends, {@code lo} and {@code hi}. */
  public boolean isInterval() {
    return this == CONFIDENCE_INTERVAL || this == RMSE_INTERVAL || this == MEAN_CHANGE_INTERVAL;
  }

  /** Whether only slices have it. */
  public boolean isOfSlices() {
    return source == Source.SLICE || this == MEAN_CHANGE_ADJUSTED_P_VALUE;
  }

  /** The metrics of a source. */
  public static Set<Metric> of(Source source) {
    EnumSet<Metric> metrics = EnumSet.noneOf(Metric.class);
    Arrays.stream(values()).filter(metric -> metric.source == source).forEach(metrics::add);
    return metrics;
  }

  /** The names of all metrics. */
  static List<String> labels() {
    return Arrays.stream(values()).map(Metric::label).toList();
  }

  /** The metric of this name, if there is one. */
  static Optional<Metric> find(String name) {
    return Arrays.stream(values()).filter(metric -> metric.label.equals(name)).findFirst();
  }

  /**
   * The metric of this name.
   *
   * @throws EvaluationException if there is none
   */
  public static Metric named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                EvaluationException.usage(
                    "Cannot compute the metric "
                        + name
                        + ": there is none of that name; "
                        + NearNames.advice(name, labels())));
  }

  /**
   * The metrics that {@code --metric} names.
   *
   * @throws EvaluationException if one is unknown, or comes from another option
   */
  public static Set<Metric> requested(List<String> names) {
    EnumSet<Metric> metrics = EnumSet.noneOf(Metric.class);
    for (String name : names) {
      Metric metric = named(name);
      if (metric.source != Source.LOSS && metric.source != Source.REGRESSION) {
        throw EvaluationException.usage(
            "Cannot ask for "
                + name
                + " with --metric: it comes with "
                + metric.source.option()
                + "; use that option");
      }
      metrics.add(metric);
    }
    return metrics;
  }
}

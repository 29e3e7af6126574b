package org.exactloss.metric;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.exactloss.exact.ExactRational;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.Multioutput;
import org.exactloss.state.LossState;

/**
 * The mean, or the weighted mean Σ v·L / Σ v, of the losses L of several outputs, as scikit-learn's
 * {@code mean_squared_error} and {@code root_mean_squared_error} define it with {@code
 * multioutput}: the root mean squared error is the mean of the outputs' own, each of which is
 * rounded once. All else is exact until the result is rounded. NaN and infinities go by IEEE rules,
 * also with a weight of zero. Where an output has no used element the average is undefined.
 */
public final class OutputAverage {
  private final List<LossState> outputs;
  private final List<ExactRational> weights;
  private final Divisor divisor;

  /**
   * @param outputs the state of each output, at least one
   * @param weights one for each output, or none where all are equal; see {@link
   *     Multioutput#weights()}
   * @param divisor what each output's own sum is divided by
   */
  public OutputAverage(List<LossState> outputs, List<Double> weights, Divisor divisor) {
    this.outputs = List.copyOf(outputs);
    this.divisor = divisor;
    this.weights =
        weights.isEmpty()
            ? outputs.stream().map(output -> ExactRational.of(1)).toList()
            : weights.stream().map(weight -> ExactRational.of(weight.doubleValue())).toList();
    if (this.weights.size() != outputs.size()) {
      throw new IllegalArgumentException(
          "Cannot average " + outputs.size() + " outputs with " + weights.size() + " weights");
    }
  }

  /** The average of the outputs' sums. */
  public Optional<LossValue> sum() {
    return average(LossValue::sum);
  }

  /** The average of the outputs' means. */
  public Optional<LossValue> mean() {
    return average(output -> LossValue.mean(output, divisor));
  }

  /** The average of the outputs' rounded root mean squared errors. */
  public Optional<LossValue> rootMean() {
    return average(
        output ->
            LossValue.mean(output, divisor)
                .map(LossValue::squareRootToDouble)
                .map(OutputAverage::value));
  }

  /** The numbers of the average; weight sum and digest are those of all elements together. */
  public LossMetrics metrics(LossState pooled) {
    LossMetrics all = LossMetrics.of(pooled, divisor);
    return new LossMetrics(
        all.weightSum(),
        LossValue.rounded(sum()),
        LossValue.rounded(mean()),
        LossValue.rounded(rootMean()),
        all.digest());
  }

  /**
   * The average of a metric of each output, each of which is rounded once.
   *
   * @param values one for each output, none of them an interval
   */
  public MetricValue averageOf(List<MetricValue> values) {
    List<LossValue> numbers = new ArrayList<>();
    for (int output = 0; output < values.size(); output++) {
      if (values.get(output) instanceof MetricValue.Undefined undefined) {
        return MetricValue.undefined("output " + output + ": " + undefined.reason());
      }
      numbers.add(value(((MetricValue.Number) values.get(output)).value()));
    }
    return MetricValue.of(average(numbers).toDouble());
  }

  private static LossValue value(double rounded) {
    return Double.isFinite(rounded)
        ? LossValue.of(ExactRational.of(rounded))
        : LossValue.ofNonFinite(rounded);
  }

  private Optional<LossValue> average(Function<LossState, Optional<LossValue>> loss) {
    List<LossValue> losses = outputs.stream().map(loss).flatMap(Optional::stream).toList();
    return losses.size() < outputs.size() ? Optional.empty() : Optional.of(average(losses));
  }

  private LossValue average(List<LossValue> losses) {
    if (losses.stream().anyMatch(value -> value.exact().isEmpty())) {
      return LossValue.ofNonFinite(nonFiniteSum(losses));
    }
    List<Fraction> terms =
        IntStream.range(0, losses.size())
            .mapToObj(i -> losses.get(i).exact().orElseThrow().times(weights.get(i)))
            .map(Fraction::of)
            .toList();
    ExactRational total = Fraction.sum(weights.stream().map(Fraction::of).toList()).reduced();
    return LossValue.of(Fraction.sum(terms).reduced().divide(total));
  }

  /** Finite terms do not count beside others, and division by a positive number changes none. */
  private double nonFiniteSum(List<LossValue> losses) {
    return IntStream.range(0, losses.size())
        .filter(i -> losses.get(i).exact().isEmpty())
        .mapToDouble(i -> weights.get(i).toDouble() * losses.get(i).nonFinite())
        .sum();
  }

  /** A fraction that is not reduced, as that would take most of the time in a long sum. */
  private record Fraction(BigInteger numerator, BigInteger denominator) {
    static Fraction of(ExactRational value) {
      return new Fraction(value.numerator(), value.denominator());
    }

    ExactRational reduced() {
      return new ExactRational(numerator, denominator);
    }

    /** The sum, added in pairs so that long numbers meet long ones. */
    static Fraction sum(List<Fraction> terms) {
      List<Fraction> sums = terms;
      while (sums.size() > 1) {
        List<Fraction> pairs = new ArrayList<>();
        for (int i = 0; i < sums.size(); i += 2) {
          pairs.add(i + 1 < sums.size() ? sums.get(i).plus(sums.get(i + 1)) : sums.get(i));
        }
        sums = pairs;
      }
      return sums.get(0);
    }

    private Fraction plus(Fraction other) {
      if (denominator.equals(other.denominator)) {
        return new Fraction(numerator.add(other.numerator), denominator);
      }
      return new Fraction(
          numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
          denominator.multiply(other.denominator));
    }
  }
}

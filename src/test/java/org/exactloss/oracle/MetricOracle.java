package org.exactloss.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The metrics of regression by their definitions, in BigDecimal: variances from all pairs of rows,
 * as Σᵢ Σⱼ wᵢ·wⱼ·(xᵢ − xⱼ)²/2 = (Σw)²·Var x, so that no mean is needed.
 */
public final class MetricOracle {
  private record Row(BigDecimal p, BigDecimal t, BigDecimal w) {
    BigDecimal error() {
      return p.subtract(t);
    }
  }

  /** A number of a row. */
  private interface Value {
    BigDecimal of(Row row);
  }

  private final List<Row> rows = new ArrayList<>();

  public MetricOracle add(BigDecimal prediction, BigDecimal target, BigDecimal weight) {
    rows.add(new Row(prediction, target, weight));
    return this;
  }

  public MetricOracle add(RowSet set) {
    for (int i = 0; i < set.size(); i++) {
      add(
          new BigDecimal(set.prediction()[i]),
          new BigDecimal(set.target()[i]),
          new BigDecimal(set.weight()[i]));
    }
    return this;
  }

  public Rational mae() {
    return mean(row -> row.error().abs());
  }

  public Rational bias() {
    return mean(Row::error);
  }

  public Rational errorVariance() {
    return covariance(Row::error, Row::error);
  }

  public Rational targetMean() {
    return mean(Row::t);
  }

  public Rational targetVariance() {
    return covariance(Row::t, Row::t);
  }

  public Rational predictionMean() {
    return mean(Row::p);
  }

  public Rational predictionVariance() {
    return covariance(Row::p, Row::p);
  }

  /** For a target that is not constant. */
  public Rational r2() {
    Rational squared = mean(row -> row.error().multiply(row.error()));
    return Rational.of(1).add(squared.divide(targetVariance()).negate());
  }

  /** For a target that is not constant. */
  public Rational explainedVariance() {
    return Rational.of(1).add(errorVariance().divide(targetVariance()).negate());
  }

  /** For a target and a prediction that are not constant; rounded once. */
  public double correlation() {
    Rational covariance = covariance(Row::p, Row::t);
    Rational square =
        covariance.multiply(covariance).divide(predictionVariance().multiply(targetVariance()));
    return covariance.signum() < 0 ? -square.nearestRoot() : square.nearestRoot();
  }

  public Rational maxError() {
    return rows.stream()
        .map(row -> Rational.of(row.error().abs()))
        .max(Rational::compareTo)
        .orElse(Rational.ZERO);
  }

  private BigDecimal weight() {
    return rows.stream().map(Row::w).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private Rational mean(Value value) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Row row : rows) {
      sum = sum.add(row.w().multiply(value.of(row)));
    }
    return Rational.of(sum).divide(Rational.of(weight()));
  }

  private Rational covariance(Value x, Value y) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < i; j++) {
        Row a = rows.get(i);
        Row b = rows.get(j);
        BigDecimal product = x.of(a).subtract(x.of(b)).multiply(y.of(a).subtract(y.of(b)));
        sum = sum.add(a.w().multiply(b.w()).multiply(product));
      }
    }
    Rational weight = Rational.of(weight());
    return Rational.of(sum).divide(weight.multiply(weight));
  }
}

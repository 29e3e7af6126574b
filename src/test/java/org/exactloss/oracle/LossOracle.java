package org.exactloss.oracle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.exactloss.oracle.Cell.Kind;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Divisor;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;

/**
 * The accounting, the exact sums, the rounded numbers and the digest of one model, by their
 * definitions, in BigDecimal.
 */
public final class LossOracle {
  private record Element(Cell prediction, Cell target, Cell weight) {}

  private final Map<String, Predicate<Element>> reasons = new LinkedHashMap<>();
  private final Map<String, Long> excluded = new LinkedHashMap<>();
  private final ValuePolicies policies;
  private final Divisor divisor;
  private long rows = -1;
  private long used;
  private long nan;
  private long positiveInfinity;
  private BigDecimal squaredError = BigDecimal.ZERO;
  private BigDecimal weightSum = BigDecimal.ZERO;

  public LossOracle(ValuePolicies policies) {
    this(policies, Divisor.WEIGHTS, target -> false);
  }

  /** Expects these targets to be left out. */
  public LossOracle(ValuePolicies policies, Divisor divisor, Predicate<Cell> ignoredTarget) {
    this.policies = policies;
    this.divisor = divisor;
    reasons.put("malformedWeight", element -> element.weight.is(Kind.MALFORMED));
    reasons.put("nullWeight", element -> element.weight.is(Kind.NULL));
    reasons.put("nanWeight", element -> element.weight.is(Kind.NAN));
    reasons.put("infiniteWeight", element -> element.weight.isInfinite());
    reasons.put("negativeWeight", element -> element.weight.number().signum() < 0);
    reasons.put("zeroWeight", element -> element.weight.number().signum() == 0);
    reasons.put("malformedTarget", element -> element.target.is(Kind.MALFORMED));
    reasons.put("nullTarget", element -> element.target.is(Kind.NULL));
    reasons.put("ignoredTarget", element -> ignoredTarget.test(element.target));
    reasons.put("malformedPrediction", element -> element.prediction.is(Kind.MALFORMED));
    reasons.put("nullPrediction", element -> element.prediction.is(Kind.NULL));
    if (policies.onNan() != ValuePolicy.PROPAGATE) {
      reasons.put("nanTarget", element -> element.target.is(Kind.NAN));
      reasons.put("nanPrediction", element -> element.prediction.is(Kind.NAN));
    }
    if (policies.onInfinite() != ValuePolicy.PROPAGATE) {
      reasons.put("infiniteTarget", element -> element.target.isInfinite());
      reasons.put("infinitePrediction", element -> element.prediction.isInfinite());
    }
    reasons.keySet().forEach(reason -> excluded.put(reason, 0L));
  }

  /** Adds an element without a weight; values are those of rows. */
  public LossOracle add(Object prediction, Object target) {
    return addCells(Cell.of(prediction), Cell.of(target), Cell.ONE);
  }

  /** Adds an element; values are those of rows. */
  public LossOracle add(Object prediction, Object target, Object weight) {
    return addCells(Cell.of(prediction), Cell.of(target), Cell.of(weight));
  }

  public LossOracle addCells(Cell prediction, Cell target, Cell weight) {
    Element element = new Element(prediction, target, weight);
    for (Map.Entry<String, Predicate<Element>> reason : reasons.entrySet()) {
      if (reason.getValue().test(element)) {
        excluded.merge(reason.getKey(), 1L, Long::sum);
        return this;
      }
    }
    use(element);
    return this;
  }

  private void use(Element element) {
    Cell p = element.prediction;
    Cell t = element.target;
    used++;
    weightSum = weightSum.add(element.weight.number());
    if (p.is(Kind.NUMBER) && t.is(Kind.NUMBER)) {
      BigDecimal difference = p.number().subtract(t.number());
      BigDecimal term = difference.multiply(difference).multiply(element.weight.number());
      squaredError = squaredError.add(term);
    } else if (p.is(Kind.NAN) || t.is(Kind.NAN) || p.kind() == t.kind()) {
      nan++; // infinities of one sign: their difference is none
    } else {
      positiveInfinity++;
    }
  }

  public long used() {
    return used;
  }

  /** How many elements were left out for each reason that occurred, in the order of the reasons. */
  public Map<String, Long> excluded() {
    Map<String, Long> occurred = new LinkedHashMap<>(excluded);
    occurred.values().removeIf(count -> count == 0);
    return occurred;
  }

  /** Whether a policy, a negative weight or the lack of anything usable refuses the numbers. */
  public boolean refuses() {
    return used == 0
        || excluded.get("negativeWeight") > 0
        || refuses(policies.onNull(), "null")
        || refuses(policies.onMalformed(), "malformed")
        || refuses(policies.onNan(), "nan")
        || refuses(policies.onInfinite(), "infinite");
  }

  private boolean refuses(ValuePolicy policy, String kind) {
    return policy != ValuePolicy.SKIP
        && excluded().keySet().stream().anyMatch(reason -> reason.startsWith(kind));
  }

  /** Expects so many rows; without this one for each element. */
  public LossOracle ofRows(long count) {
    rows = count;
    return this;
  }

  /** Demands that a result is what is expected, number for number and bit for bit. */
  public void check(ModelResult result, String description) {
    long elements = used + excluded.values().stream().mapToLong(Long::longValue).sum();
    assertThat(result.elements()).as("elements, %s", description).isEqualTo(elements);
    assertThat(result.rows()).as("rows, %s", description).isEqualTo(rows < 0 ? elements : rows);
    assertThat(List.copyOf(result.excluded().entrySet()))
        .as("excluded, %s", description)
        .isEqualTo(List.copyOf(excluded().entrySet()));
    assertThat(result.used()).as("used, %s", description).isEqualTo(used);
    assertThat(result.refused())
        .as("refused, %s: %s", description, result.refusals())
        .isEqualTo(refuses());
    if (refuses()) {
      return;
    }
    checkBits(result.metrics().weightSum(), weights().nearest(), "weightSum, " + description);
    checkBits(result.metrics().sum(), sum(), "sum, " + description);
    checkBits(result.metrics().mean(), mean(), "mean, " + description);
    checkBits(result.metrics().rmse(), rootMean(), "rmse, " + description);
    assertThat(result.metrics().digest()).as("digest, %s", description).isEqualTo(digest());
  }

  private static void checkBits(OptionalDouble actual, double expected, String description) {
    assertThat(actual).as(description).isPresent();
    assertThat(Double.doubleToRawLongBits(actual.getAsDouble()))
        .as("%s: %s instead of %s", description, actual.getAsDouble(), expected)
        .isEqualTo(Double.doubleToRawLongBits(expected));
  }

  /** The exact sum of elements of which none is NaN or infinite. */
  public Rational exactSum() {
    return Rational.of(squaredError);
  }

  private Rational weights() {
    return Rational.of(weightSum);
  }

  /** The exact mean of elements of which none is NaN or infinite. */
  public Rational exactMean() {
    return Rational.of(squaredError)
        .divide(divisor == Divisor.WEIGHTS ? weights() : Rational.of(used));
  }

  private double sum() {
    if (nan + positiveInfinity > 0) {
      return nan > 0 ? Double.NaN : Double.POSITIVE_INFINITY;
    }
    return Rational.of(squaredError).nearest();
  }

  private double mean() {
    return nan + positiveInfinity > 0 ? sum() : exactMean().nearest();
  }

  /** The rounded root mean square. */
  public double rootMean() {
    return nan + positiveInfinity > 0 ? sum() : exactMean().nearestRoot();
  }

  private String digest() {
    String text =
        String.join(
            "\n",
            "exactloss-digest/1",
            "used " + used,
            "nan " + nan,
            "+infinity " + positiveInfinity,
            "-infinity 0",
            "weight " + factors(weightSum),
            "squaredError " + factors(squaredError),
            "");
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** n·2^a·5^b with n prime to 10, in its spelling. */
  private static String factors(BigDecimal number) {
    if (number.signum() == 0) {
      return "0*2^0*5^0";
    }
    BigInteger five = BigInteger.valueOf(5);
    int twos = number.unscaledValue().getLowestSetBit();
    BigInteger rest = number.unscaledValue().shiftRight(twos);
    int fives = 0;
    while (rest.mod(five).signum() == 0) {
      rest = rest.divide(five);
      fives++;
    }
    return rest + "*2^" + (twos - number.scale()) + "*5^" + (fives - number.scale());
  }
}

package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.exactloss.oracle.Rational;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.WorstReport;
import org.exactloss.report.WorstReport.Element;
import org.exactloss.spec.AnalysisSpec;
import org.exactloss.spec.BatchSpec;
import org.exactloss.spec.Comparison;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.TableOutputs;
import org.exactloss.spec.ValuePolicies;
import org.exactloss.spec.ValuePolicy;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;

/** The elements with the largest errors, compared with all elements put in order. */
class LargestErrorsOrderTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final ValuePolicies LENIENT =
      new ValuePolicies(
          ValuePolicy.SKIP, ValuePolicy.SKIP, ValuePolicy.PROPAGATE, ValuePolicy.PROPAGATE);
  private static final List<String> MODELS = List.of("p", "q", "b", "f");
  private static final List<String> TARGETS = List.of("t", "u", "v");
  private static final List<String> KEPT =
      List.of("s", "i", "ts", "x", "e", "list", "bytes", "day", "yes");
  private static final String DDL =
      "p DOUBLE, q DECIMAL(20,3), b BIGINT, f FLOAT, t DOUBLE, u DECIMAL(30,5), v BIGINT, w DOUBLE,"
          + " s STRING, i INT, ts TIMESTAMP, x DOUBLE, e DECIMAL(25,2), list ARRAY<INT>,"
          + " bytes BINARY, day DATE, yes BOOLEAN, place BIGINT";
  private static final StructType SCHEMA = StructType.fromDDL(DDL);
  private static final int MOST = 10_000;

  private static Object pick(Random random, Object... values) {
    return values[random.nextInt(values.length)];
  }

  private static Double number(Random random) {
    return switch (random.nextInt(40)) {
      case 0 -> null;
      case 1 -> random.nextInt(4) == 0 ? Double.NaN : -0.0;
      case 2 -> random.nextInt(4) == 0 ? Double.NEGATIVE_INFINITY : 0.0;
      case 3 -> 1e300;
      case 4 -> Double.MIN_VALUE;
      case 5 -> 9007199254740993.0 * 3;
      case 6 -> random.nextGaussian();
      default -> (double) random.nextInt(5);
    };
  }

  private static Long integer(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> null;
      case 1 -> Long.MAX_VALUE - random.nextInt(2);
      case 2 -> Long.MIN_VALUE + random.nextInt(2);
      case 3 -> 9007199254740993L + random.nextInt(3);
      default -> (long) random.nextInt(5);
    };
  }

  private static BigDecimal decimal(Random random, int scale) {
    return switch (random.nextInt(10)) {
      case 0 -> null;
      case 1 -> BigDecimal.valueOf(99999999999999999L - random.nextInt(2)).setScale(scale);
      case 2 -> BigDecimal.valueOf(random.nextInt(9), scale);
      default -> BigDecimal.valueOf(random.nextInt(5)).setScale(scale);
    };
  }

  private static Table table(Random random, int rows) {
    List<Object[]> all = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      Double single = number(random);
      all.add(
          Table.row(
              number(random),
              decimal(random, 3),
              integer(random),
              single == null ? null : (Object) single.floatValue(),
              number(random),
              decimal(random, 5),
              integer(random),
              pick(random, 1.0, 0.5, 3.25, 0.0, null),
              pick(random, null, "", "null", "a", "\u202E"),
              pick(random, null, -1, 7),
              pick(random, null, Timestamp.valueOf("2025-01-31 01:02:03.000004")),
              pick(random, 0.0, -0.0, Double.NaN),
              pick(random, null, new BigDecimal("-12345678901234567890123.45")),
              pick(random, null, List.of(1, 2)),
              pick(random, null, new byte[] {0, -1}),
              pick(random, null, java.sql.Date.valueOf("1969-12-31")),
              pick(random, null, true),
              (long) (row % 7)));
    }
    return Table.of(DDL, all);
  }

  /** What tells an element's place, but for its kept values. */
  private record Candidate(
      Optional<BigDecimal> size, double error, Object p, Object t, Object w, List<Object> kept) {
    static Candidate of(Object p, Object t, Object w, List<Object> kept) {
      if (isFinite(p) && isFinite(t)) {
        BigDecimal error = exact(p).subtract(exact(t));
        double rounded = Rational.of(error).nearest();
        return new Candidate(Optional.of(error.abs()), rounded, p, t, w, kept);
      }
      double error = ((Number) p).doubleValue() - ((Number) t).doubleValue();
      return new Candidate(Optional.empty(), error, p, t, w, kept);
    }

    /** NaN, then infinities, then the exact sizes from the largest down; then the smallest. */
    static Comparator<Candidate> order() {
      return Comparator.comparing((Candidate c) -> c.size.isPresent() ? 2 : nonFinite(c))
          .thenComparing(c -> c.size.orElse(BigDecimal.ZERO).negate())
          .thenComparing(c -> c.t, Candidate::compare)
          .thenComparing(c -> c.p, Candidate::compare)
          .thenComparing(c -> c.w, Candidate::compare);
    }

    private static int nonFinite(Candidate candidate) {
      return Double.isNaN(candidate.error) ? 0 : 1;
    }

    private static int compare(Object left, Object right) {
      return isFinite(left) && isFinite(right)
          ? exact(left).compareTo(exact(right))
          : Double.compare(((Number) left).doubleValue(), ((Number) right).doubleValue());
    }

    private static boolean isFinite(Object number) {
      return !(number instanceof Double) || Double.isFinite((Double) number);
    }

    private static BigDecimal exact(Object number) {
      if (number instanceof BigDecimal decimal) {
        return decimal;
      }
      return number instanceof Long integer
          ? BigDecimal.valueOf(integer)
          : new BigDecimal((Double) number);
    }
  }

  /** The number as reports have it. */
  private static Object plain(Object number) {
    if (number instanceof Float single) {
      return single.doubleValue() + 0.0;
    }
    return number instanceof Double value ? (Object) (value + 0.0) : number;
  }

  private static Object value(Row row, String column) {
    return row.get(SCHEMA.fieldIndex(column));
  }

  private static List<Candidate> candidates(
      List<Row> rows, String model, String target, boolean weighted) {
    List<Candidate> all = new ArrayList<>();
    for (Row row : rows) {
      Object p = value(row, model);
      Object t = value(row, target);
      Object w = weighted ? value(row, "w") : 1L;
      if (p != null && t != null && w != null && !w.equals(0.0)) {
        List<Object> kept = new ArrayList<>();
        KEPT.forEach(name -> kept.add(keptText(value(row, name))));
        all.add(Candidate.of(plain(p), plain(t), w, kept));
      }
    }
    all.sort(Candidate.order());
    return all;
  }

  /** Kept values as text that tells them apart. */
  private static Object keptText(Object value) {
    if (value instanceof Timestamp) {
      return "2025-01-31 01:02:03.000004";
    } else if (value instanceof byte[]) {
      return "00FF";
    } else if (value instanceof String || value == null) {
      return value;
    }
    return value instanceof List || value instanceof scala.collection.Seq
        ? "[1, 2]"
        : value.toString();
  }

  private static void check(WorstReport worst, List<Candidate> expected, String what) {
    assertThat(worst.elements()).as(what).hasSize(Math.min(MOST, expected.size()));
    Map<Candidate, Integer> left = new HashMap<>();
    expected.forEach(candidate -> left.merge(candidate, 1, Integer::sum));
    for (int i = 0; i < worst.elements().size(); i++) {
      Element element = worst.elements().get(i);
      assertThat(element.kept().keySet()).as(what).containsExactlyElementsOf(KEPT);
      List<Object> kept = new ArrayList<>();
      element.kept().values().forEach(value -> kept.add(keptText(value)));
      Candidate found =
          Candidate.of(element.prediction(), element.target(), element.weight(), kept);
      assertThat(Candidate.order().compare(found, expected.get(i)))
          .as("%s, place %d: %s, %s", what, i, element, expected.get(i))
          .isZero();
      assertThat((Object) element.error()).as(what).isEqualTo(expected.get(i).error);
      assertThat(element.index()).as(what).isEmpty();
      assertThat(left.merge(found, -1, Integer::sum)).as(what + " " + found).isNotNegative();
    }
  }

  private static TableOutputs worst(int count, List<String> keep) {
    return new TableOutputs(Optional.empty(), false, count, keep, Optional.empty(), false);
  }

  private static EvaluationSpecBuilder spec(int count, List<String> keep, String target) {
    return EvaluationSpec.builder().target(target).policies(LENIENT).tables(worst(count, keep));
  }

  private static AnalysisSpec slices(String... expressions) {
    return new AnalysisSpec(
        List.of(List.of(expressions)), Set.of(), Comparison.NONE, List.of(), 10);
  }

  private static EvaluationReport evaluate(Dataset<Row> data, EvaluationSpecBuilder spec) {
    return new Evaluator(SPARK).evaluate(data, spec.build());
  }

  private static void checkPrefix(EvaluationReport found, EvaluationReport all, int count) {
    for (int model = 0; model < MODELS.size(); model++) {
      List<Element> elements = all.worst().get(model).elements();
      assertThat(found.worst().get(model).elements())
          .isEqualTo(elements.subList(0, Math.min(count, elements.size())));
    }
  }

  @Test
  void theOrderIsThatOfTheExactErrorsWhateverTheSplit() {
    long seed = System.nanoTime();
    System.err.println("LargestErrorsOrderTest seed " + seed);
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>(table(random, 700).rows());
    for (int i = 0; i < TARGETS.size(); i++) {
      String target = TARGETS.get(i);
      boolean weighted = i > 0;
      EvaluationReport all = evaluate(data(rows, 1), models(MOST, target, weighted));
      for (int model = 0; model < MODELS.size(); model++) {
        String what = "seed %d, %s against %s".formatted(seed, MODELS.get(model), target);
        check(all.worst().get(model), candidates(rows, MODELS.get(model), target, weighted), what);
      }
      Collections.shuffle(rows, random);
      int count = 1 + random.nextInt(40);
      checkPrefix(evaluate(data(rows, 5), models(count, target, weighted)), all, count);
      EvaluationSpecBuilder inGroups = models(count, target, weighted).analysis(slices("s", "i"));
      if (i == 1) {
        inGroups.batches(BatchSpec.ofSize(90, List.of("place")));
      }
      checkPrefix(evaluate(data(rows, 3), inGroups), all, count);
    }
  }

  private static Dataset<Row> data(List<Row> rows, int partitions) {
    return new Table(SCHEMA, rows).data(partitions);
  }

  private static EvaluationSpecBuilder models(int count, String target, boolean weighted) {
    EvaluationSpecBuilder spec = spec(count, KEPT, target);
    MODELS.forEach(spec::prediction);
    return weighted ? spec.weight("w") : spec;
  }
}

package org.exactloss.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.JoinCounts;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.EvaluationSpec;
import org.exactloss.spec.EvaluationSpecBuilder;
import org.exactloss.spec.InputSpec;
import org.exactloss.spec.JoinSpec;
import org.exactloss.testing.LocalSpark;
import org.exactloss.testing.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of every type meet as a plain map says, wherever their rows go. */
class JoinKeysTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final String PARTITIONS = "spark.sql.shuffle.partitions";
  private static final int KEYS = 120;

  @TempDir Path folder;

  /**
   * Keys of some type.
   *
   * @param type on the side of the predictions
   * @param otherType on that of the targets
   * @param key the key of a number, and how it is stored on the other side
   */
  private record Kind(
      String type, String otherType, IntFunction<Object> key, IntFunction<Object> other) {
    @Override
    public String toString() {
      return type + " and " + otherType;
    }
  }

  private static Kind kind(String type, IntFunction<Object> key) {
    return new Kind(type, type, key, key);
  }

  static Stream<Kind> kinds() {
    return Stream.of(
        kind("BIGINT", i -> (i - 60L) << 40),
        kind("TINYINT", i -> (byte) (i - 60)),
        new Kind("INT", "BIGINT", i -> i - 60, i -> i - 60L),
        new Kind("STRING", "SMALLINT", i -> "" + (i - 60), i -> (short) (i - 60)),
        kind("STRING", i -> "key " + "ä".repeat(i)),
        kind("BINARY", i -> ByteBuffer.allocate(i % 3 + 4).putInt(i).array()),
        kind("DECIMAL(30,4)", i -> BigDecimal.valueOf(i - 60, 4).movePointRight(15)),
        kind("DATE", i -> new Date(86_400_000L * (i - 60))),
        kind("TIMESTAMP", i -> new Timestamp(1_000_003L * (i - 60))),
        // Zeros of both signs are one key, and so are two bit patterns of NaN.
        new Kind("DOUBLE", "DOUBLE", i -> number(i, 0.0, 0), i -> number(i, -0.0, 1)),
        new Kind(
            "FLOAT",
            "FLOAT",
            i -> (float) number(i, 0.0, 0),
            i -> i == 1 ? Float.intBitsToFloat(0x7fc00001) : (float) number(i, -0.0, 0)));
  }

  private static double number(int i, double zero, int nan) {
    if (i == 0) {
      return zero;
    }
    return i == 1 ? Double.longBitsToDouble(0x7ff8000000000000L | nan) : (i - 60.5) / 7;
  }

  /** The rows of one side, and how many there are of each number; −1 stands for null. */
  private static final class Side {
    private final List<Object[]> rows = new ArrayList<>();
    private final Map<Integer, List<Integer>> values = new HashMap<>();

    void add(int number, Object key, int part, int value) {
      rows.add(new Object[] {key, part, value});
      values.computeIfAbsent(number, n -> new ArrayList<>()).add(value);
    }

    int count(int number) {
      return values.getOrDefault(number, List.of()).size();
    }
  }

  private static Side side(Random random, IntFunction<Object> key, boolean duplicates) {
    Side side = new Side();
    for (int i = 0; i < KEYS; i++) {
      int times = random.nextInt(5) == 0 ? 0 : 1;
      times += duplicates && random.nextInt(10) == 0 ? 1 + random.nextInt(3) : 0;
      for (int j = 0; j < times; j++) {
        side.add(i, key.apply(i), i % 2, random.nextInt(1000));
      }
    }
    for (int i = random.nextInt(5); i >= 0; i--) {
      side.add(-1, null, 0, random.nextInt(1000));
    }
    Collections.shuffle(side.rows, random);
    return side;
  }

  private EvaluationReport evaluate(Kind kind, Side predictions, Side targets, List<String> key) {
    String left =
        Table.of("k " + kind.type() + ", part INT, p INT", predictions.rows)
            .parquet(folder, "predictions");
    String right =
        Table.of("k " + kind.otherType() + ", part INT, t INT", targets.rows)
            .parquet(folder, "targets");
    return new Evaluator(SPARK).evaluate(spec(left, right, key).build());
  }

  private static EvaluationSpecBuilder spec(String left, String right, List<String> key) {
    return EvaluationSpec.builder()
        .input(InputSpec.ofPaths(left))
        .join(new JoinSpec(InputSpec.ofPaths(right), key, true))
        .prediction("p")
        .target("t");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void partnersAreThoseOfAMap(Kind kind) {
    long seed = System.nanoTime();
    System.out.println("JoinKeysTest seed " + seed + " for " + kind);
    Random random = new Random(seed);
    Side predictions = side(random, kind.key(), false);
    Side targets = side(random, kind.other(), false);
    List<String> key = random.nextBoolean() ? List.of("k") : List.of("part", "k");

    EvaluationReport report = evaluate(kind, predictions, targets, key);

    long sum = 0;
    int matched = 0;
    for (int i = 0; i < KEYS; i++) {
      if (predictions.count(i) == 1 && targets.count(i) == 1) {
        long error = (long) predictions.values.get(i).get(0) - targets.values.get(i).get(0);
        sum += error * error;
        matched++;
      }
    }
    ModelResult result = report.results().get(0);
    assertThat(result.metrics().sum()).hasValue(sum);
    assertThat(result.used()).isEqualTo(matched);
    assertThat(report.join())
        .contains(
            new JoinCounts(
                matched, predictions.rows.size() - matched, targets.rows.size() - matched));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void duplicatesAreThoseOfAMap(Kind kind) {
    long seed = System.nanoTime();
    System.out.println("JoinKeysTest seed " + seed + " for duplicates of " + kind);
    Random random = new Random(seed);
    Side predictions = side(random, kind.key(), true);
    Side targets = side(random, kind.other(), true);
    predictions.add(5, kind.key().apply(5), 1, 1);
    predictions.add(5, kind.key().apply(5), 1, 2);

    EvaluationReport report = evaluate(kind, predictions, targets, List.of("k"));

    assertThat(report.results().get(0).refusals().get(0))
        .startsWith(
            "Cannot join by key k: "
                + duplicates(predictions)
                + " keys stand more than once among the predictions and "
                + duplicates(targets)
                + " among the targets, such as ");
  }

  private static long duplicates(Side side) {
    return side.values.entrySet().stream()
        .filter(each -> each.getKey() >= 0 && each.getValue().size() > 1)
        .count();
  }

  /** However many partitions there are, and however large a row is. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "7", "300", ""})
  void partitionsDoNotMatter(String partitions) {
    Random random = new Random(7);
    IntFunction<Object> key = i -> "x".repeat(i == 3 ? 200_000 : i * 1500) + i;
    Kind kind = kind("STRING", key);
    Side predictions = side(random, key, false);
    Side targets = side(random, key, false);
    String before = SPARK.conf().get(PARTITIONS);
    EvaluationReport report;
    try {
      if (partitions.isEmpty()) {
        SPARK.conf().unset(PARTITIONS);
      } else {
        SPARK.conf().set(PARTITIONS, partitions);
      }
      report = evaluate(kind, predictions, targets, List.of("k"));
    } finally {
      SPARK.conf().set(PARTITIONS, before);
    }
    long matched =
        predictions.values.keySet().stream().filter(i -> i >= 0 && targets.count(i) > 0).count();
    assertThat(matched).isGreaterThan(40);
    assertThat(report.join())
        .contains(
            new JoinCounts(
                matched, predictions.rows.size() - matched, targets.rows.size() - matched));
    long sum =
        predictions.values.keySet().stream()
            .filter(i -> i >= 0 && targets.count(i) > 0)
            .mapToLong(i -> predictions.values.get(i).get(0) - targets.values.get(i).get(0))
            .map(error -> error * error)
            .sum();
    assertThat(report.results().get(0).metrics().sum()).hasValue(sum);
  }

  @Test
  void aKeyThatCannotBeComparedIsRefused() {
    String path =
        Objects.requireNonNull(
            Table.of("k ARRAY<INT>, p INT, t INT", Table.row(List.of(1), 1, 2))
                .parquet(folder, "arrays"));
    EvaluationSpec spec = spec(path, path, List.of("k")).build();

    assertThatThrownBy(() -> new Evaluator(SPARK).evaluate(spec))
        .hasMessage(
            "Cannot join by key k: its type is ARRAY<INT>, whose values are not compared; use a"
                + " column of numbers, text, dates or bytes");
  }
}

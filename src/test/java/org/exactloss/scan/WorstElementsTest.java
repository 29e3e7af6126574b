package org.exactloss.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The largest errors of any parts in any order are the same, and bounds of errors hold. */
class WorstElementsTest {
  private static ElementNumber number(Random random, int scale) {
    return switch (random.nextInt(8)) {
      case 0 ->
          new ElementNumber(
              0, Optional.of(new BigInteger(54 + random.nextInt(60), random).setBit(53)));
      case 1 -> new ElementNumber(scale > 0 ? 3 : random.nextGaussian(), Optional.empty());
      case 2 -> new ElementNumber(scale > 0 ? 9 : Double.NaN, Optional.empty());
      case 3 -> new ElementNumber(scale > 0 ? 8 : Double.POSITIVE_INFINITY, Optional.empty());
      default -> new ElementNumber(random.nextInt(4), Optional.empty());
    };
  }

  private static WorstElement element(Random random, WorstElement.Scales scales) {
    return new WorstElement(
        number(random, scales.prediction()),
        number(random, scales.target()),
        Optional.of(new ElementNumber(1 + random.nextInt(2), Optional.empty())),
        new byte[] {(byte) random.nextInt(3)},
        random.nextInt(2),
        scales);
  }

  private static byte[] bytes(WorstElements elements) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      elements.write(out);
    }
    return bytes.toByteArray();
  }

  private static WorstElements copy(WorstElements elements) throws IOException {
    return WorstElements.read(new DataInputStream(new ByteArrayInputStream(bytes(elements))));
  }

  @Test
  void anySplitAndOrderHasTheSameBytesAndNeverMoreThanTheLimit() throws IOException {
    long seed = System.nanoTime();
    System.err.println("WorstElementsTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      WorstElement.Scales scales =
          new WorstElement.Scales(random.nextInt(3), 2 * random.nextInt(2));
      int limit = 1 + random.nextInt(30);
      List<WorstElement> all = new ArrayList<>();
      for (int i = random.nextInt(80); i >= 0; i--) {
        all.add(element(random, scales));
      }
      WorstElements once = new WorstElements(limit, scales);
      all.forEach(
          element -> {
            once.add(element);
            assertThat(once.size()).isLessThanOrEqualTo(limit);
          });
      assertThat(once.size()).isEqualTo(Math.min(limit, all.size()));
      List<WorstElement> sorted = new ArrayList<>(all);
      sorted.sort(WorstElement.LARGEST_FIRST);
      WorstElements ofSorted = new WorstElements(limit, scales);
      sorted.subList(0, Math.min(limit, sorted.size())).forEach(ofSorted::add);
      assertThat(bytes(once)).as("seed " + seed).isEqualTo(bytes(ofSorted));
      Collections.shuffle(all, random);
      assertThat(bytes(merged(all, limit, scales, random)))
          .as("seed " + seed)
          .isEqualTo(bytes(once));
    }
  }

  private static WorstElements merged(
      List<WorstElement> all, int limit, WorstElement.Scales scales, Random random)
      throws IOException {
    List<WorstElements> parts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      parts.add(new WorstElements(limit, scales));
    }
    all.forEach(element -> parts.get(random.nextInt(4)).add(element));
    Collections.shuffle(parts, random);
    WorstElements sum = copy(parts.get(0));
    for (WorstElements part : parts.subList(1, 4)) {
      sum.add(copy(part));
      assertThat(sum.size()).isLessThanOrEqualTo(limit);
    }
    return sum;
  }

  private static ElementNumber finite(Random random, int scale) {
    if (scale > 0 || random.nextBoolean()) {
      BigInteger units = new BigInteger(1 + random.nextInt(126), random);
      return units.bitLength() > 53
          ? new ElementNumber(0, Optional.of(units))
          : new ElementNumber(-units.doubleValue(), Optional.empty());
    }
    double any = Double.longBitsToDouble(random.nextLong());
    return new ElementNumber(Double.isFinite(any) ? any : Double.MIN_VALUE, Optional.empty());
  }

  private static BigDecimal exact(ElementNumber number, int scale) {
    return number
        .wide()
        .map(BigDecimal::new)
        .orElseGet(() -> new BigDecimal(number.units()))
        .movePointLeft(scale);
  }

  @Test
  void theBoundsHoldTheExactError() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int tight = 0;
    for (int round = 0; round < 20_000; round++) {
      int p = random.nextInt(3) * random.nextInt(20);
      int t = random.nextInt(3) * random.nextInt(20);
      ElementNumber prediction = finite(random, p);
      ElementNumber target = random.nextBoolean() && p == t ? prediction : finite(random, t);
      BigDecimal error = exact(prediction, p).subtract(exact(target, t)).abs();
      WorstElement.Scales scales = new WorstElement.Scales(p, t);
      ErrorBounds bounds = new ErrorBounds(scales);
      double upper = bounds.upper(prediction.approximate(), target.approximate());
      double lower =
          bounds.lower(
              new WorstElement(prediction, target, Optional.empty(), new byte[0], 0, scales));
      String what = "seed %d: %s, %s, %d, %d".formatted(seed, prediction, target, p, t);
      if (Double.isFinite(upper)) {
        assertThat(new BigDecimal(upper)).as(what).isGreaterThanOrEqualTo(error);
        assertThat(new BigDecimal(lower)).as(what).isLessThanOrEqualTo(error);
        tight += upper - lower <= 1e-12 * upper ? 1 : 0;
      } else {
        assertThat(lower).as(what).isNotEqualTo(Double.POSITIVE_INFINITY);
      }
    }
    assertThat(tight).isGreaterThan(10_000);
  }
}

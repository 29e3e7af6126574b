package org.exactloss.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What other libraries and exact fractions computed; the scripts are in src/test/python. */
public final class GoldenFile {
  private final JsonNode document;

  private GoldenFile(JsonNode document) {
    this.document = document;
  }

  /** The file of this name in src/test/resources/golden. */
  public static GoldenFile named(String name) {
    try (InputStream stream = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
      return new GoldenFile(new ObjectMapper().readTree(stream));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cases of one kind, in their order. */
  public Stream<JsonNode> cases(String kind) {
    return StreamSupport.stream(document.required(kind).spliterator(), false);
  }

  /** A number, which may be a text such as {@code 0x1.8p+1} or {@code NaN}; null for null. */
  public static Double number(JsonNode node) {
    return node.isNull() ? null : Double.valueOf(node.asText());
  }

  /** The numbers of a list. */
  public static List<Double> numbers(JsonNode list) {
    List<Double> numbers = new ArrayList<>();
    list.forEach(node -> numbers.add(number(node)));
    return numbers;
  }

  /** The sizes of the dimensions, the first of which is that of rows; empty for one number. */
  public static List<Integer> shape(JsonNode goldenCase) {
    List<Integer> shape = new ArrayList<>();
    goldenCase.required("shape").forEach(size -> shape.add(size.intValue()));
    return shape;
  }

  /** Demands that a metric is there and has the bits of the exact one; returns it. */
  public static double assertBits(
      OptionalDouble actual, JsonNode exact, String metric, String name) {
    assertThat(actual).as("%s of %s", metric, name).isPresent();
    assertThat(Double.toHexString(actual.getAsDouble()))
        .as("%s of %s", metric, name)
        .isEqualTo(Double.toHexString(number(exact.required(metric))));
    return actual.getAsDouble();
  }
}

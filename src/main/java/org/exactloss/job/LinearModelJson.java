package org.exactloss.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.exactloss.exact.ExactDot;
import org.exactloss.scan.SourceData;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.NearNames;
import org.exactloss.spec.PredictionModel;

/**
 * Reads a linear model: {@code {"weights": [[…], …], "bias": […], "dtype": "float64", "name":
 * "prediction"}}. All but the weights may be left out. One row of weights, or weights that are one
 * flat list, make one output. Each number is the nearest one of the dtype to the decimal that is
 * written.
 */
final class LinearModelJson {
  private static final List<String> KEYS = List.of("weights", "bias", "dtype", "name");

  /** An object, a list, and lists in it. */
  private static final int MAX_DEPTH = 3;

  /** NaN and Infinity are read to be refused by name, as Python's json module writes them. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private final String uri;
  private final byte[] content;
  private LinearModel.Dtype dtype = LinearModel.Dtype.FLOAT64;
  private String name = PredictionModel.DEFAULT_PREDICTION;
  private boolean hasWeights;

  private LinearModelJson(String uri, byte[] content) {
    this.uri = uri;
    this.content = content;
  }

  /**
   * Reads a model.
   *
   * @param uri where it is from, for messages
   * @throws EvaluationException of kind STORAGE if it is no JSON, of kind USAGE for an unknown key,
   *     dtype or name, of kind DATA for weights that are no finite numbers or do not fit together
   */
  static LinearModel parse(String uri, byte[] content) {
    try {
      LinearModelJson json = new LinearModelJson(uri, content);
      // The dtype decides how a number is read, and may stand behind the numbers.
      json.readSettings();
      return json.readNumbers();
    } catch (JsonProcessingException e) {
      throw new EvaluationException(
          EvaluationException.Kind.STORAGE,
          "Cannot use --linear-model %s: it is no such JSON (line %d, column %d: %s); write {\"weights\": [[...]], \"bias\": [...], \"dtype\": \"float64\"}"
              .formatted(
                  uri,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 0 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void readSettings() throws IOException {
    try (JsonParser parser = JSON.createParser(content)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw usage("it is no JSON object", "write {\"weights\": [[...]], \"bias\": [...]}");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        parser.nextToken();
        switch (key) {
          case "weights" -> hasWeights = true;
          case "dtype" -> dtype = dtype(parser);
          case "name" -> name = name(parser);
          case "bias" -> {}
          default -> throw usage("there is no key " + key, NearNames.advice(key, KEYS));
        }
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw usage("something follows the JSON object", "write one object");
      } else if (!hasWeights) {
        throw usage("it has no \"weights\"", "give them, one list for each output");
      }
    }
  }

  private LinearModel.Dtype dtype(JsonParser parser) throws IOException {
    String text = parser.getText();
    return Arrays.stream(LinearModel.Dtype.values())
        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() -> usage("its \"dtype\" is " + text, "write \"float32\" or \"float64\""));
  }

  private String name(JsonParser parser) throws IOException {
    String text = parser.getText();
    if (parser.currentToken() != JsonToken.VALUE_STRING
        || text.isBlank()
        || text.startsWith(SourceData.INTERNAL_PREFIX)) {
      throw usage("its \"name\" is " + text, "write the name of a column");
    }
    return text;
  }

  private LinearModel readNumbers() throws IOException {
    List<double[]> weights = List.of();
    double[] bias = {};
    try (JsonParser parser = JSON.createParser(content)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        JsonToken value = parser.nextToken();
        if (key.equals("weights")) {
          weights = rows(parser);
        } else if (key.equals("bias") && value != JsonToken.VALUE_NULL) {
          bias =
              value == JsonToken.START_ARRAY
                  ? row(parser, "bias")
                  : new double[] {number(parser, "bias")};
        }
        parser.skipChildren();
      }
    }
    return model(weights, bias);
  }

  private LinearModel model(List<double[]> weights, double[] bias) {
    int width = weights.get(0).length;
    if (width == 0) {
      throw data("its \"weights\" hold no number", "write one for each feature");
    }
    for (double[] row : weights) {
      if (row.length != width) {
        throw data(
            "its rows of weights have " + width + " and " + row.length + " numbers",
            "write one number for each feature in each of them");
      }
    }
    if (bias.length != 0 && bias.length != weights.size()) {
      throw data(
          "it has " + weights.size() + " rows of weights and " + bias.length + " biases",
          "write one bias for each row, or leave \"bias\" out");
    }
    List<ExactDot> outputs = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      outputs.add(new ExactDot(weights.get(i), bias.length == 0 ? 0 : bias[i]));
    }
    return new LinearModel(name, dtype, outputs);
  }

  /** The value of "weights": one list of numbers, or a list of such lists. */
  private List<double[]> rows(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw data("its \"weights\" are " + parser.getText(), "write a list for each output");
    }
    List<double[]> rows = new ArrayList<>();
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_ARRAY) {
      return List.of(numbers(parser, "weights"));
    }
    for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      if (token != JsonToken.START_ARRAY) {
        throw data(
            "\"weights\" has " + parser.getText() + " beside lists",
            "write a list for each output");
      }
      rows.add(row(parser, "weights"));
    }
    return rows;
  }

  /** The numbers of a list whose bracket was read. */
  private double[] row(JsonParser parser, String key) throws IOException {
    parser.nextToken();
    return numbers(parser, key);
  }

  private double[] numbers(JsonParser parser, String key) throws IOException {
    DoubleStream.Builder numbers = DoubleStream.builder();
    for (JsonToken token = parser.currentToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      numbers.add(number(parser, key));
    }
    return numbers.build().toArray();
  }

  private double number(JsonParser parser, String key) throws IOException {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
      throw data("\"" + key + "\" has " + parser.getText() + " in it", "write finite numbers");
    }
    String text = parser.getText();
    double value =
        dtype == LinearModel.Dtype.FLOAT32 ? Float.parseFloat(text) : Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw data(
          "\"%s\" has %s in it, which is no finite %s"
              .formatted(key, text, dtype.name().toLowerCase(Locale.ROOT)),
          "write finite numbers");
    }
    return value;
  }

  private EvaluationException usage(String why, String remedy) {
    return EvaluationException.usage(message(why, remedy));
  }

  private EvaluationException data(String why, String remedy) {
    return EvaluationException.data(message(why, remedy));
  }

  private String message(String why, String remedy) {
    return "Cannot use --linear-model " + uri + ": " + why + "; " + remedy;
  }
}

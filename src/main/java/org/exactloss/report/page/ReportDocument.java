package org.exactloss.report.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.exactloss.spec.EvaluationException;

/**
 * A JSON report of the schema {@code exactloss-report/1} that was read again.
 *
 * @param root the whole document
 * @param overall the results of all rows, in the report's order
 * @param slicings the sets of slices, in the report's order
 * @param start when the evaluation began
 */
public record ReportDocument(
    JsonNode root, List<Result> overall, List<Slicing> slicings, Instant start) {
  /** The largest document that is read, in bytes. */
  public static final long MOST_BYTES = 256L << 20;

  private static final String SCHEMA = "exactloss-report/1";
  private static final int MOST_DEPTH = 32;
  private static final int LONGEST_TEXT = 16 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MOST_DEPTH)
                          .maxStringLength(LONGEST_TEXT)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  public ReportDocument {
    overall = List.copyOf(overall);
    slicings = List.copyOf(slicings);
  }

  /**
   * One set of slices.
   *
   * @param names of the expressions whose values make a slice
   * @param slices how many there are
   * @param reported the results of those that the report has, for each slice one per overall result
   */
  public record Slicing(List<String> names, long slices, List<List<Result>> reported) {
    public Slicing {
      names = List.copyOf(names);
      reported = List.copyOf(reported);
    }
  }

  /**
   * Reads a document.
   *
   * @param json the document in UTF-8
   * @param name what messages call it
   * @throws EvaluationException of kind STORAGE if it is no report of this schema
   */
  public static ReportDocument parse(byte[] json, String name) {
    try {
      JsonNode root = MAPPER.readTree(json);
      if (root == null || !root.path("schema").asText().equals(SCHEMA)) {
        throw refusal(name, "it is no JSON document of the schema " + SCHEMA);
      }
      return of(root);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
      throw refusal(
          name, "it is no valid JSON" + line + " (" + firstLine(e.getOriginalMessage()) + ")");
    } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
      throw refusal(name, firstLine(e.getMessage()));
    }
  }

  private static String firstLine(String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  private static EvaluationException refusal(String name, String why) {
    return EvaluationException.storage(
        "Cannot read the report "
            + name
            + ": "
            + why
            + "; name a file that evaluate --report has written");
  }

  private static ReportDocument of(JsonNode root) {
    List<Result> results = new ArrayList<>();
    for (JsonNode result : array(root, "results")) {
      results.add(Result.of(result));
    }
    int models = (int) results.stream().takeWhile(Result::isOverall).count();
    require(models > 0, "it has no overall result");
    List<Slicing> slicings = new ArrayList<>();
    int from = models;
    for (JsonNode slicing : root.path("slicings")) {
      Slicing read = slicing(slicing, results.subList(from, results.size()), models);
      slicings.add(read);
      from += models * read.reported().size();
    }
    require(from == results.size(), "its slicings and results do not agree");
    Instant start = Instant.parse(root.path("provenance").path("start").asText());
    return new ReportDocument(root, results.subList(0, models), slicings, start);
  }

  private static Slicing slicing(JsonNode slicing, List<Result> rest, int models) {
    List<String> names = new ArrayList<>();
    array(slicing, "names").forEach(name -> names.add(name.asText()));
    long reported = slicing.path("reported").asLong(-1);
    require(
        reported >= 0 && reported <= rest.size() / models, "its slicings and results do not agree");
    List<List<Result>> slices = new ArrayList<>();
    for (int i = 0; i < reported; i++) {
      slices.add(List.copyOf(rest.subList(i * models, (i + 1) * models)));
    }
    return new Slicing(names, slicing.path("slices").asLong(), slices);
  }

  private static JsonNode array(JsonNode node, String name) {
    require(node.path(name).isArray(), "it has no list " + name);
    return node.path(name);
  }

  private static void require(boolean fulfilled, String otherwise) {
    if (!fulfilled) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** The values of an option with which the evaluation was asked for. */
  List<String> option(String name) {
    List<String> values = new ArrayList<>();
    root.path("provenance").path("options").path(name).forEach(value -> values.add(value.asText()));
    return values;
  }
}

package org.exactloss.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.exactloss.spec.EvaluationException;
import org.exactloss.state.ParameterAccumulator;
import org.exactloss.state.ParameterNorms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parameters in a JSON document: every number in it, whatever its key and however deep, as the
 * nearest double. Texts and booleans beside the numbers, such as names, are passed over. It is read
 * as a stream, so that its size does not matter.
 */
final class ParameterDocument {
  private static final Logger LOG = LoggerFactory.getLogger(ParameterDocument.class);

  /** Deeper documents are refused: each level takes memory. */
  static final int MAX_DEPTH = 1000;

  /** What some writers put in quotes for lack of such numbers in JSON. */
  private static final Set<String> NON_FINITE =
      Set.of("nan", "inf", "infinity", "+inf", "+infinity", "-inf", "-infinity");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private final String uri;
  private final Configuration hadoop;
  private final ParameterAccumulator numbers = new ParameterAccumulator(0);
  private long passedOver;

  ParameterDocument(String uri, Configuration hadoop) {
    this.uri = uri;
    this.hadoop = hadoop;
  }

  /**
   * Reads the whole document.
   *
   * @throws EvaluationException of kind STORAGE if it cannot be read or is no JSON; of kind DATA if
   *     a parameter is null, NaN or infinite, or if there is none
   */
  ParameterNorms read() {
    try (InputStream in = open();
        JsonParser json = JSON.createParser(in)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        take(json, token);
      }
    } catch (StreamConstraintsException e) {
      throw storage(e.getOriginalMessage(), "split it, or store it as a table", e);
    } catch (JsonProcessingException e) {
      String place = e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
      throw storage(
          "it is no JSON" + place + " (" + firstLine(e.getOriginalMessage()) + ")", "mend it", e);
    } catch (IOException e) {
      throw storage(
          firstLine(String.valueOf(e.getMessage())), "check the path, and who may read it", e);
    }
    ParameterNorms norms = numbers.norms();
    if (norms.count() == 0) {
      throw refusal("it has no number", "name a file that has some");
    }
    LOG.info(
        "Parameters: {} numbers of {}{}",
        number(norms.count()),
        uri,
        passedOver == 0 ? "" : "; passed over " + number(passedOver) + " texts and booleans");
    return norms;
  }

  private InputStream open() throws IOException {
    Path path = new Path(uri);
    FSDataInputStream file = path.getFileSystem(hadoop).open(path);
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
    return codec == null ? file : codec.createInputStream(file);
  }

  private void take(JsonParser json, JsonToken token) throws IOException {
    switch (token) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> takeNumber(json);
      case VALUE_NULL -> throw unusable(json, "null");
      case VALUE_STRING -> takeText(json);
      case VALUE_TRUE, VALUE_FALSE -> passedOver++;
      default -> {}
    }
  }

  private void takeNumber(JsonParser json) throws IOException {
    double value = Double.parseDouble(json.getText());
    if (!Double.isFinite(value)) {
      throw unusable(json, json.getText());
    }
    numbers.add(value);
  }

  private void takeText(JsonParser json) throws IOException {
    if (NON_FINITE.contains(json.getText().strip().toLowerCase(Locale.ROOT))) {
      throw unusable(json, '"' + json.getText() + '"');
    }
    passedOver++;
  }

  private EvaluationException unusable(JsonParser json, String value) {
    return refusal(
        "the value at %s in line %d is %s and no finite number"
            .formatted(
                json.getParsingContext().pathAsPointer(),
                json.currentTokenLocation().getLineNr(),
                value),
        "mend it, or take it out");
  }

  private EvaluationException refusal(String why, String remedy) {
    return EvaluationException.data(
        "Cannot compute a penalty from " + uri + ": " + why + "; " + remedy);
  }

  private EvaluationException storage(String why, String remedy, Exception cause) {
    return new EvaluationException(
        EvaluationException.Kind.STORAGE,
        "Cannot read the parameters " + uri + ": " + why + "; " + remedy,
        cause);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}

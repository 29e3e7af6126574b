package org.exactloss.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.exactloss.metric.LossMetrics;
import org.exactloss.report.EvaluationReport.JoinCounts;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Redaction;
import org.exactloss.spec.Reduction;

/**
 * The report as JSON of the schema {@code exactloss-report/1}, in ASCII.
 *
 * <p>A number reads back to the same double; NaN and infinities are the strings {@code "NaN"},
 * {@code "Infinity"} and {@code "-Infinity"}; what is undefined is null, and {@code undefined} says
 * why.
 */
public final class JsonReport {
  private static final String SCHEMA = "exactloss-report/1";
  private static final double NANOSECONDS = 1e9;

  // Escapes keep control characters of names off terminals, whatever encoding these have.
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final EvaluationReport report;
  private final JsonGenerator json;

  private JsonReport(EvaluationReport report, JsonGenerator json) {
    this.report = report;
    this.json = json;
  }

  /** The JSON text, ending with a line feed. Secrets in the provenance are masked. */
  public static String of(EvaluationReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(layout());
      new JsonReport(report, json).write();
    } catch (IOException e) {
      // A StringWriter has no failures of input or output.
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private static DefaultPrettyPrinter layout() {
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    return new DefaultPrettyPrinter(separators).withObjectIndenter(new DefaultIndenter("  ", "\n"));
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("schema", SCHEMA);
    json.writeStringField("reduction", report.reduction().name().toLowerCase(Locale.ROOT));
    if (report.join().isPresent()) {
      writeJoin(report.join().get());
    }
    json.writeArrayFieldStart("results");
    for (int i = 0; i < report.results().size(); i++) {
      json.writeStartObject();
      writeResult(report.results().get(i));
      if (report.batches().isPresent()) {
        writeBatchMean(report.batches().get(), report.results().get(i), i);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    if (report.batches().isPresent()) {
      writeBatches(report.batches().get());
    }
    writeProvenance(report.provenance());
    json.writeEndObject();
  }

  private void writeJoin(JoinCounts join) throws IOException {
    json.writeObjectFieldStart("join");
    json.writeNumberField("matched", join.matched());
    json.writeNumberField("unmatchedPredictions", join.unmatchedPredictions());
    json.writeNumberField("unmatchedTargets", join.unmatchedTargets());
    json.writeEndObject();
  }

  private void writeBatchMean(BatchReport batches, ModelResult result, int place)
      throws IOException {
    BatchReport.Mean mean = batches.means().get(place);
    json.writeFieldName("batchMean");
    if (result.refused() || mean.loss().isEmpty()) {
      json.writeNull();
    } else {
      writeDouble(mean.loss().getAsDouble());
    }
    json.writeNumberField("batches", batches.batches());
    json.writeNumberField("batchesWithLoss", result.refused() ? 0 : mean.defined());
  }

  private void writeBatches(BatchReport batches) throws IOException {
    json.writeArrayFieldStart("batchResults");
    for (BatchReport.Batch batch : batches.first()) {
      for (ModelResult result : batch.results()) {
        json.writeStartObject();
        json.writeObjectFieldStart("batch");
        json.writeFieldName(batches.name());
        writeValue(batch.value());
        json.writeEndObject();
        writeResult(result);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private void writeValue(Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Double number) {
      writeDouble(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else {
      json.writeString(value.toString());
    }
  }

  private void writeResult(ModelResult result) throws IOException {
    json.writeStringField("prediction", result.prediction());
    json.writeObjectFieldStart("slice");
    json.writeEndObject();
    if (result.output().isPresent()) {
      json.writeNumberField("output", result.output().getAsInt());
    } else {
      json.writeNullField("output");
    }
    writeCount(result);
    writeMetrics(result);
  }

  private void writeCount(ModelResult result) throws IOException {
    json.writeObjectFieldStart("count");
    json.writeNumberField("rows", result.rows());
    json.writeNumberField("elements", result.elements());
    json.writeNumberField("used", result.used());
    json.writeObjectFieldStart("excluded");
    for (Map.Entry<String, Long> reason : result.excluded().entrySet()) {
      json.writeNumberField(reason.getKey(), reason.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeMetrics(ModelResult result) throws IOException {
    Map<String, String> undefined = new LinkedHashMap<>();
    for (Map.Entry<String, OptionalDouble> metric : metrics(result).entrySet()) {
      json.writeFieldName(metric.getKey());
      if (metric.getValue().isPresent()) {
        writeDouble(metric.getValue().getAsDouble());
      } else {
        json.writeNull();
        undefined.put(metric.getKey(), reason(metric.getKey(), result));
      }
    }
    json.writeStringField("digest", result.refused() ? null : result.metrics().digest());
    if (!undefined.isEmpty()) {
      json.writeObjectFieldStart("undefined");
      for (Map.Entry<String, String> metric : undefined.entrySet()) {
        json.writeStringField(metric.getKey(), metric.getValue());
      }
      json.writeEndObject();
    }
  }

  private Map<String, OptionalDouble> metrics(ModelResult result) {
    OptionalDouble none = OptionalDouble.empty();
    LossMetrics given =
        result.refused() ? new LossMetrics(none, none, none, none, "") : result.metrics();
    Map<String, OptionalDouble> metrics = new LinkedHashMap<>();
    metrics.put("weightSum", given.weightSum());
    metrics.put("sum", given.sum());
    metrics.put("mean", given.mean());
    metrics.put("rmse", given.rmse());
    if (result.penalty().isPresent()) {
      metrics.put("penalty", result.refused() ? none : result.penalty());
    }
    metrics.put("loss", result.refused() ? none : result.loss());
    return metrics;
  }

  private String reason(String metric, ModelResult result) {
    if (result.refused()) {
      return Redaction.text(String.join(" ", result.refusals()));
    } else if (metric.equals("loss") && report.reduction() == Reduction.NONE) {
      return "with reduction none each element has its own loss";
    }
    return "no element is used";
  }

  private void writeDouble(double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(ShortestDecimal.of(value));
    } else {
      json.writeString(Double.toString(value));
    }
  }

  private void writeProvenance(Provenance provenance) throws IOException {
    json.writeObjectFieldStart("provenance");
    json.writeArrayFieldStart("inputs");
    for (Provenance.Input input : provenance.inputs()) {
      writeInput(input);
    }
    json.writeEndArray();
    writeOptions(provenance.options());
    json.writeStringField("reader", provenance.reader());
    json.writeStringField("kernel", provenance.kernel());
    json.writeStringField("sparkVersion", provenance.sparkVersion());
    json.writeStringField("javaVersion", provenance.javaVersion());
    json.writeStringField("programVersion", provenance.programVersion());
    json.writeStringField("start", provenance.start().toString());
    writeSpeed(provenance);
    json.writeEndObject();
  }

  private void writeInput(Provenance.Input input) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", Redaction.text(input.name()));
    json.writeStringField("format", input.format());
    json.writeNumberField("files", input.files());
    json.writeNumberField("bytes", input.bytes());
    json.writeStringField("lastModified", input.lastModified());
    json.writeEndObject();
  }

  private void writeOptions(Map<String, List<String>> options) throws IOException {
    json.writeObjectFieldStart("options");
    for (Map.Entry<String, List<String>> option : options.entrySet()) {
      json.writeArrayFieldStart(option.getKey());
      for (String value : option.getValue()) {
        json.writeString(Redaction.optionValue(option.getKey(), value));
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void writeSpeed(Provenance provenance) throws IOException {
    double seconds = provenance.duration().toNanos() / NANOSECONDS;
    json.writeFieldName("durationSeconds");
    writeDouble(seconds);
    json.writeNumberField("rows", provenance.rows());
    json.writeFieldName("rowsPerSecond");
    if (seconds > 0) {
      json.writeNumber(Math.round(provenance.rows() / seconds));
    } else {
      json.writeNull();
    }
  }
}

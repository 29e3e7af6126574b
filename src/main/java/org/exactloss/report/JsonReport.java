package org.exactloss.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.exactloss.report.EvaluationReport.JoinCounts;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Redaction;

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
      new JsonFactoryBuilder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .characterEscapes(new DeleteEscape())
          .build();

  private final EvaluationReport report;
  private final JsonGenerator json;
  private final ResultJson values;
  private final PicturesJson pictures;

  private JsonReport(EvaluationReport report, JsonGenerator json) {
    this.report = report;
    this.json = json;
    values = new ResultJson(json, report);
    pictures = new PicturesJson(json, values);
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
      values.writeResult(report.results().get(i), Map.of());
      if (report.batches().isPresent()) {
        writeBatchMean(report.batches().get(), report.results().get(i), i);
      }
      if (!report.worst().isEmpty()) {
        values.writeWorst(report.worstOf(report.results().get(i)));
      }
      if (!report.pictures().isEmpty() && !report.results().get(i).refused()) {
        pictures.write(report.pictures().get(i));
      }
      json.writeEndObject();
    }
    for (SlicingReport slicing : report.slicings()) {
      writeSlices(slicing);
    }
    json.writeEndArray();
    if (report.batches().isPresent()) {
      writeBatches(report.batches().get());
    }
    if (!report.slicings().isEmpty()) {
      writeSlicings();
    }
    if (!report.gates().isEmpty()) {
      writeGates();
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
      values.writeDouble(mean.loss().getAsDouble());
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
        values.writeData(batch.value());
        json.writeEndObject();
        values.writeResult(result, Map.of());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private void writeSlices(SlicingReport slicing) throws IOException {
    for (SlicingReport.Slice slice : slicing.most()) {
      Map<String, Object> named = new LinkedHashMap<>();
      for (int i = 0; i < slicing.names().size(); i++) {
        named.put(slicing.names().get(i), slice.values().get(i));
      }
      for (ModelResult result : slice.results()) {
        json.writeStartObject();
        values.writeResult(result, named);
        json.writeEndObject();
      }
    }
  }

  private void writeSlicings() throws IOException {
    json.writeArrayFieldStart("slicings");
    for (SlicingReport slicing : report.slicings()) {
      json.writeStartObject();
      json.writeArrayFieldStart("names");
      for (String name : slicing.names()) {
        json.writeString(name);
      }
      json.writeEndArray();
      json.writeNumberField("slices", slicing.slices());
      json.writeNumberField("reported", slicing.most().size());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeGates() throws IOException {
    json.writeArrayFieldStart("gates");
    for (GateResult gate : report.gates()) {
      json.writeStartObject();
      json.writeStringField("condition", gate.gate().text());
      json.writeNumberField("tested", gate.tested());
      json.writeNumberField("fired", gate.fired());
      json.writeArrayFieldStart("firings");
      for (GateResult.Firing firing : gate.firings()) {
        json.writeStartObject();
        values.writePlace(firing.prediction(), firing.slice(), firing.output());
        json.writeStringField("metric", gate.gate().measure());
        values.writeMetric("value", firing.value());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
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
    values.writeDouble(seconds);
    json.writeNumberField("rows", provenance.rows());
    json.writeFieldName("rowsPerSecond");
    if (seconds > 0) {
      json.writeNumber(Math.round(provenance.rows() / seconds));
    } else {
      json.writeNull();
    }
  }

  /** The one control character that JSON lets stand as it is. */
  private static final class DeleteEscape extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DELETE = 0x7F;

    private final int[] escapes = standardAsciiEscapesForJSON();

    DeleteEscape() {
      escapes[DELETE] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return escapes.clone();
    }

    @Override
    public SerializableString getEscapeSequence(int character) {
      // Only for codes that have a text of their own, which none has here.
      return null;
    }
  }
}

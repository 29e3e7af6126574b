package org.exactloss.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.exactloss.metric.LossMetrics;
import org.exactloss.metric.MetricValue;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.spec.Metric;
import org.exactloss.spec.Redaction;
import org.exactloss.spec.Reduction;

/** Writes results, and the values in them, as fields of JSON objects. */
final class ResultJson {
  private final JsonGenerator json;
  private final Reduction reduction;
  private final Set<Metric> overall;
  private final Set<Metric> ofSlices;

  /**
   * @param report whose results are written
   */
  ResultJson(JsonGenerator json, EvaluationReport report) {
    this.json = json;
    reduction = report.reduction();
    overall = further(report.results().stream());
    ofSlices =
        further(
            report.slicings().stream()
                .flatMap(slicing -> slicing.most().stream())
                .flatMap(slice -> slice.results().stream()));
  }

  private static Set<Metric> further(Stream<ModelResult> results) {
    Set<Metric> further = EnumSet.noneOf(Metric.class);
    results.forEach(result -> further.addAll(result.further().keySet()));
    return further;
  }

  /**
   * Writes the fields of a result.
   *
   * @param slice the values of its slice by the names of its expressions; empty for all rows
   */
  void writeResult(ModelResult result, Map<String, Object> slice) throws IOException {
    writePlace(result.prediction(), slice, result.output());
    writeCount(result);
    writeMetrics(result, metrics(result, !slice.isEmpty()));
  }

  /** Writes which result it is. */
  void writePlace(String prediction, Map<String, Object> slice, OptionalInt output)
      throws IOException {
    json.writeStringField("prediction", prediction);
    json.writeObjectFieldStart("slice");
    for (Map.Entry<String, Object> value : slice.entrySet()) {
      json.writeFieldName(value.getKey());
      writeData(value.getValue());
    }
    json.writeEndObject();
    if (output.isPresent()) {
      json.writeNumberField("output", output.getAsInt());
    } else {
      json.writeNullField("output");
    }
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

  private void writeMetrics(ModelResult result, Map<String, MetricValue> metrics)
      throws IOException {
    Map<String, String> undefined = new LinkedHashMap<>();
    for (Map.Entry<String, MetricValue> metric : metrics.entrySet()) {
      writeMetric(metric.getKey(), metric.getValue());
      if (metric.getValue() instanceof MetricValue.Undefined nothing) {
        undefined.put(metric.getKey(), nothing.reason());
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

  private Map<String, MetricValue> metrics(ModelResult result, boolean ofSlice) {
    if (result.refused()) {
      return refused(result, ofSlice);
    }
    Map<String, MetricValue> metrics = new LinkedHashMap<>();
    LossMetrics losses = result.metrics();
    metrics.put("weightSum", value(losses.weightSum()));
    metrics.put("sum", value(losses.sum()));
    metrics.put("mean", value(losses.mean()));
    metrics.put("rmse", value(losses.rmse()));
    if (result.penalty().isPresent()) {
      metrics.put("penalty", value(result.penalty()));
    }
    metrics.put("loss", loss(result));
    result.further().forEach((metric, value) -> metrics.put(metric.label(), value));
    return metrics;
  }

  /** What other results have, undefined because this one is refused. */
  private Map<String, MetricValue> refused(ModelResult result, boolean ofSlice) {
    List<String> names = new ArrayList<>(List.of("weightSum", "sum", "mean", "rmse"));
    if (result.penalty().isPresent()) {
      names.add("penalty");
    }
    names.add("loss");
    (ofSlice ? ofSlices : overall).forEach(metric -> names.add(metric.label()));
    MetricValue refusal =
        MetricValue.undefined(Redaction.text(String.join(" ", result.refusals())));
    Map<String, MetricValue> metrics = new LinkedHashMap<>();
    names.forEach(name -> metrics.put(name, refusal));
    return metrics;
  }

  private MetricValue loss(ModelResult result) {
    return reduction == Reduction.NONE
        ? MetricValue.undefined("with reduction none each element has its own loss")
        : value(result.loss());
  }

  private static MetricValue value(OptionalDouble number) {
    return number.isPresent()
        ? MetricValue.of(number.getAsDouble())
        : MetricValue.undefined(EvaluationReport.NOTHING_USED);
  }

  /** Writes a field: a number, the ends of an interval, or null. */
  void writeMetric(String name, MetricValue value) throws IOException {
    json.writeFieldName(name);
    if (value instanceof MetricValue.Number number) {
      writeDouble(number.value());
    } else if (value instanceof MetricValue.Interval interval) {
      json.writeStartArray();
      writeDouble(interval.lo());
      writeDouble(interval.hi());
      json.writeEndArray();
    } else {
      json.writeNull();
    }
  }

  /** Writes the elements with the largest errors, or null where the model is refused. */
  void writeWorst(Optional<List<WorstReport.Element>> elements) throws IOException {
    if (elements.isEmpty()) {
      json.writeNullField("worst");
      return;
    }
    json.writeArrayFieldStart("worst");
    for (WorstReport.Element element : elements.get()) {
      json.writeStartObject();
      writeDataField("error", element.error());
      writeDataField("prediction", element.prediction());
      writeDataField("target", element.target());
      writeDataField("weight", element.weight());
      boolean inArray = element.index().isPresent();
      writeDataField("index", inArray ? (long) element.index().getAsInt() : null);
      json.writeObjectFieldStart("keep");
      for (Map.Entry<String, Object> value : element.kept().entrySet()) {
        writeDataField(value.getKey(), value.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeDataField(String name, Object value) throws IOException {
    json.writeFieldName(name);
    writeData(value);
  }

  /** Writes a value of the data: null, or a Boolean, Long, Double, BigDecimal or String. */
  void writeData(Object value) throws IOException {
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

  void writeDouble(double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(ShortestDecimal.of(value));
    } else {
      json.writeString(Double.toString(value));
    }
  }
}

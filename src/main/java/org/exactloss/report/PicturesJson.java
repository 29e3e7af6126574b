package org.exactloss.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** Writes the counts of pictures as fields of a result's JSON object. */
final class PicturesJson {
  private final JsonGenerator json;
  private final ResultJson values;

  PicturesJson(JsonGenerator json, ResultJson values) {
    this.json = json;
    this.values = values;
  }

  void write(Pictures pictures) throws IOException {
    writeErrors(pictures.errors());
    writeProfile(pictures.profile());
    writePlane(pictures.plane());
  }

  private void writeErrors(Pictures.ErrorHistogram errors) throws IOException {
    json.writeObjectFieldStart("errorHistogram");
    json.writeArrayFieldStart("bins");
    for (Pictures.ErrorHistogram.Bin bin : errors.bins()) {
      startBin(bin.lo(), bin.hi());
      json.writeNumberField("count", bin.count());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("nonFinite", errors.nonFinite());
    json.writeEndObject();
  }

  private void writeProfile(Pictures.TargetProfile profile) throws IOException {
    json.writeObjectFieldStart("targetProfile");
    json.writeArrayFieldStart("bins");
    for (Pictures.TargetProfile.Bin bin : profile.bins()) {
      startBin(bin.lo(), bin.hi());
      json.writeNumberField("count", bin.count());
      writeNumber("meanError", bin.meanError());
      writeNumber("meanSquaredError", bin.meanSquaredError());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writePlane(Pictures.PredictionTarget plane) throws IOException {
    json.writeObjectFieldStart("predictionTarget");
    writeRanges("targetBins", plane.targetBins());
    writeRanges("predictionBins", plane.predictionBins());
    json.writeArrayFieldStart("counts");
    for (Pictures.PredictionTarget.Cell cell : plane.counts()) {
      json.writeArray(new long[] {cell.row(), cell.column(), cell.count()}, 0, 3);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeRanges(String name, List<Pictures.Range> ranges) throws IOException {
    json.writeArrayFieldStart(name);
    for (Pictures.Range range : ranges) {
      startBin(range.lo(), range.hi());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void startBin(double lo, double hi) throws IOException {
    json.writeStartObject();
    writeNumber("lo", lo);
    writeNumber("hi", hi);
  }

  private void writeNumber(String name, double value) throws IOException {
    json.writeFieldName(name);
    values.writeDouble(value);
  }
}

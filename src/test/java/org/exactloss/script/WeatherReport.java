package org.exactloss.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The JSON report on the shipped weather data, beside the true values of its documentation. */
record WeatherReport(JsonNode json) {
  static final String[] ARGUMENTS = {
    "--prediction", "persistence_1h",
    "--prediction", "persistence_24h",
    "--prediction", "linear_model",
    "--target", "temperature"
  };

  /** From src/test/python/weather_digests.py with Python 3.11.7. */
  private static final List<String> DIGESTS =
      List.of(
          "sha256:03dda27b74fe9121930fea40de1ec0a1cad9721876f73147c8f56c6fe1bcf0ee",
          "sha256:701e914056640a0e6588e56f9b7303d866e68f7895051d3d63dadd0709370b63",
          "sha256:4181d5325f806e2dc63ef9650e1cee8e279d241a7b1e6efb8d807be5ddd57d18");

  static WeatherReport in(Path file) throws IOException {
    return new WeatherReport(new ObjectMapper().readTree(file.toFile()));
  }

  /** Compares numbers by their bits. */
  void isTrue() {
    assertThat(json.get("schema").asText()).isEqualTo("exactloss-report/1");
    assertThat(json.get("results")).hasSize(3);
    resultIs(0, "persistence_1h", 26_065, 76420.422, 2.931917206982544);
    resultIs(1, "persistence_24h", 25_971, 1237466.8404, 47.6480243502368);
    resultIs(2, "linear_model", 23_166, 57604.89967205021, 2.4866139891241565);
    assertThat(json.get("results"))
        .extracting(result -> result.get("digest").asText())
        .isEqualTo(DIGESTS);
  }

  private void resultIs(int index, String prediction, long used, double sum, double mean) {
    JsonNode result = json.get("results").get(index);
    assertThat(result.get("prediction").asText()).isEqualTo(prediction);
    assertThat(result.at("/count/rows").asLong()).as(prediction).isEqualTo(26_115);
    assertThat(result.at("/count/used").asLong()).as(prediction).isEqualTo(used);
    assertThat(bits(result, "sum")).as(prediction).isEqualTo(Double.doubleToRawLongBits(sum));
    assertThat(bits(result, "mean")).as(prediction).isEqualTo(Double.doubleToRawLongBits(mean));
    assertThat(bits(result, "loss")).as(prediction).isEqualTo(Double.doubleToRawLongBits(mean));
  }

  private static long bits(JsonNode result, String name) {
    return Double.doubleToRawLongBits(Double.parseDouble(result.get(name).asText()));
  }
}

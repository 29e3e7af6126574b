package org.exactloss.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.exactloss.report.WorstReport.Element;
import org.exactloss.testing.HostileStrings;
import org.junit.jupiter.api.Test;

/** The largest errors in JSON and as text. */
class WorstReportTest {
  private static EvaluationReport report(List<Element> elements) {
    EvaluationReport.ModelResult model = Reports.persistence();
    return Reports.of(model, Reports.refused())
        .withWorst(List.of(new WorstReport(model.prediction(), elements)));
  }

  private static Element element(double error, OptionalInt index, Map<String, Object> kept) {
    return new Element(error, new BigDecimal("1.50"), 9007199254740993L, 1L, index, kept);
  }

  private static Map<String, Object> kept(Object station, Object value) {
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("station", station);
    kept.put("value", value);
    return kept;
  }

  private static JsonNode read(EvaluationReport report) throws Exception {
    return new ObjectMapper().readTree(JsonReport.of(report));
  }

  @Test
  void jsonHasEveryElementOfAResult() throws Exception {
    JsonNode results =
        read(report(
                List.of(
                    element(Double.NaN, OptionalInt.of(3), kept("JFK", null)),
                    element(-0.1, OptionalInt.empty(), kept(null, -0.0)))))
            .get("results");
    JsonNode worst = results.get(0).get("worst");
    assertThat(worst)
        .hasToString(
            "[{\"error\":\"NaN\",\"prediction\":1.5,\"target\":9007199254740993,\"weight\":1,"
                + "\"index\":3,\"keep\":{\"station\":\"JFK\",\"value\":null}},"
                + "{\"error\":-0.1,\"prediction\":1.5,\"target\":9007199254740993,\"weight\":1,"
                + "\"index\":null,\"keep\":{\"station\":null,\"value\":-0.0}}]");
    assertThat(results.get(1).get("worst").isNull()).isTrue();
    assertThat(read(Reports.of(Reports.persistence())).get("results").get(0).has("worst"))
        .isFalse();
  }

  @Test
  void theTerminalShowsTheFirstTwenty() {
    List<Element> elements =
        IntStream.range(0, 25)
            .mapToObj(i -> element(25 - i, OptionalInt.empty(), kept("JFK", (long) i)))
            .toList();
    String text = TextReport.of(report(elements));
    assertThat(text)
        .contains("25 largest errors of " + Reports.persistence().prediction() + ", of which the")
        .contains("    error  prediction            target  station  value\n")
        .contains("1    25.0        1.50  9007199254740993      JFK      0\n")
        .contains("20    6.0        1.50  9007199254740993      JFK     19\n")
        .doesNotContain("\n21 ");
  }

  @Test
  void hostileTextIsHarmlessAndComesBack() throws Exception {
    List<String> texts = HostileStrings.all();
    Map<String, Object> kept = new LinkedHashMap<>();
    texts.forEach(text -> kept.put(text, text));
    EvaluationReport report = report(List.of(element(1, OptionalInt.of(0), kept)));
    JsonNode keep = read(report).get("results").get(0).get("worst").get(0).get("keep");
    assertThat(keep).hasSize(texts.size());
    texts.forEach(text -> assertThat(keep.get(text).textValue()).isEqualTo(text));
    String shown = TextReport.of(report);
    assertThat(shown).isEqualTo(Printable.lines(shown)).doesNotContain("\t");
    assertThat(shown.lines()).allMatch(line -> line.length() <= TextTable.WIDTH);
  }
}

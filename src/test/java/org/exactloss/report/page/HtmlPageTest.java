package org.exactloss.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.exactloss.metric.LossMetrics;
import org.exactloss.report.EvaluationReport;
import org.exactloss.report.EvaluationReport.ModelResult;
import org.exactloss.report.JsonReport;
import org.exactloss.report.SlicingReport;
import org.exactloss.spec.EvaluationException;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlPageTest {
  private static final Path TEMPLATES = Path.of("src/main/resources/org/exactloss/report/page");

  private static PageReports.Names names(int models, int slices) {
    return new PageReports.Names(
        IntStream.range(0, models).mapToObj(i -> "model " + i).toList(),
        "station",
        LongStream.range(0, slices).boxed().toList(),
        "day",
        "temperature");
  }

  private static Document parsed(EvaluationReport report) {
    return Jsoup.parse(PageReports.page(report));
  }

  @Test
  void saysTheResultFirst() {
    Document page = parsed(PageReports.of(names(2, 3)));
    assertThat(page.title()).isEqualTo("How good are 2 models of \u2068temperature\u2069?");
    assertThat(page.select(".lede").text())
        .isEqualTo(
            "\u2068model 0\u2069 has the smallest error of 2 models: it explains 97.8 % of the"
                + " variation of \u2068temperature\u2069 (R² 0.9775), and its typical miss (RMSE)"
                + " is 1.500 (95 % interval 1.350 to 1.650).");
    assertThat(page.select("h2").eachText())
        .containsExactly(
            "What was counted",
            "How good the models are",
            "Where the error comes from",
            "How large the errors are",
            "Which way the predictions lean",
            "The largest errors",
            "Gates",
            "Batch by batch",
            "Where the numbers come from");
  }

  @Test
  void everyLinkOfTheContentsLeadsSomewhere() {
    Document page = parsed(PageReports.of(names(2, 3)));
    for (Element link : page.select("a[href]")) {
      assertThat(page.select(link.attr("href"))).as(link.outerHtml()).hasSize(1);
    }
    assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
  }

  @Test
  void allowsItsOwnStyleAndScriptAndNothingElse() throws Exception {
    Document page = parsed(PageReports.of(names(1, 1)));
    String policy = page.select("meta[http-equiv=Content-Security-Policy]").attr("content");
    assertThat(policy)
        .isEqualTo(
            "default-src 'none'; style-src '%s'; script-src '%s'; img-src data:; base-uri 'none';"
                    .formatted(
                        hash(page.select("style").first().data()),
                        hash(page.select("script").first().data()))
                + " form-action 'none'");
    assertThat(page.select("[style], [src], [onclick], link, iframe, object, img")).isEmpty();
  }

  private static String hash(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }

  @Test
  void noTemplateLeavesAValueUnescaped() throws IOException {
    try (Stream<Path> files = Files.list(TEMPLATES)) {
      List<Path> templates = files.filter(file -> file.toString().endsWith(".mustache")).toList();
      assertThat(templates).hasSizeGreaterThan(5);
      for (Path template : templates) {
        assertThat(Files.readString(template)).as(template.toString()).doesNotContain("{{{", "{{&");
      }
    }
  }

  @Test
  void hasAllOfAThousandSlicesInTwoMegabytes() {
    String page = PageReports.page(PageReports.of(names(3, 1000)));
    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(HtmlPage.MOST_BYTES);
    assertThat(Jsoup.parse(page).select("#slices-0-table tbody tr")).hasSize(1000);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1})
  void leavesSlicesThatAreTooManyToTheTableAndSaysSo(int models) {
    EvaluationReport report = PageReports.of(names(models, 4000));
    SlicingReport some = report.slicings().get(0);
    String page =
        PageReports.page(
            report.withSlicings(List.of(new SlicingReport(some.names(), 100_000, some.most()))));
    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(HtmlPage.MOST_BYTES);
    Document parsed = Jsoup.parse(page);
    int rows = parsed.select("#slices-0-table tbody tr").size();
    assertThat(rows).isBetween(500, 1000);
    assertThat(parsed.text())
        .contains(
            "100,000 slices, of which this page has the "
                + Digits.count(rows)
                + " that carry most of the loss; the table of --results has all of them.");
  }

  @Test
  void longNamesMakeNoPageTooLarge() {
    PageReports.Names names =
        new PageReports.Names(
            List.of("m".repeat(300), "n".repeat(300)),
            "s".repeat(300),
            IntStream.range(0, 1000).mapToObj(i -> i + "x".repeat(5000)).toList(),
            "b".repeat(300),
            "o".repeat(300));
    String page = PageReports.page(PageReports.of(names));
    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(HtmlPage.MOST_BYTES);
  }

  @Test
  void aModelWithoutAnythingDoesNotHideTheOthers() {
    ModelResult good = PageReports.result("good", 2);
    EvaluationReport report =
        PageReports.report(
            List.of(
                PageReports.empty("nothing", List.of()),
                good,
                PageReports.empty("refused", List.of("Cannot give the loss of refused: x; y"))),
            PageReports.provenance(names(1, 1)));
    Document page = parsed(report);
    assertThat(page.select(".lede").text()).startsWith("\u2068good\u2069 has the smallest error");
    assertThat(page.select(".note").eachText())
        .containsExactly(
            "\u2068nothing\u2069 has no error: no element is used.",
            "10.0 % of the elements are left out for \u2068good\u2069; its error says nothing"
                + " about them.",
            "Cannot give the loss of refused: x; y");
  }

  @Test
  void whatIsLeftOutOfEveryModelIsSaidOnce() {
    EvaluationReport report =
        PageReports.report(
            List.of(PageReports.result("one", 2), PageReports.result("other", 3)),
            PageReports.provenance(names(1, 1)));
    assertThat(parsed(report).select(".note").eachText())
        .containsExactly(
            "10.0 % of the elements are left out for each model; the errors say nothing about"
                + " them.");
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0,
        4.9e-324,
        1e-300,
        1e300,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        123456.789
      })
  void drawsEveryNumber(double rmse) {
    LossMetrics metrics =
        new LossMetrics(
            OptionalDouble.of(1),
            OptionalDouble.of(rmse),
            OptionalDouble.of(rmse),
            OptionalDouble.of(rmse),
            "sha256:0");
    ModelResult result = PageReports.result("m", rmse);
    assertThat(result.metrics().rmse()).isEqualTo(metrics.rmse());
    Document page =
        parsed(PageReports.report(List.of(result), PageReports.provenance(names(1, 1))));
    assertThat(page.select("svg *").outerHtml()).doesNotContain("NaN%", "Infinity%");
    for (Element drawn : page.select("[x], [width]")) {
      for (String place : List.of(drawn.attr("x"), drawn.attr("width"))) {
        assertThat(place).matches("(-?[0-9.]+%?)?");
      }
    }
    assertThat(page.select(".lede").text())
        .contains(Double.isFinite(rmse) ? Digits.brief(rmse) : "No model has a finite error");
  }

  @Test
  void severalReportsShowTheCourseInTheOrderOfTime() {
    ReportDocument first = PageReports.read(PageReports.of(names(2, 1)));
    String later =
        JsonReport.of(PageReports.of(names(3, 1))).replace("2026-01-02T03:04", "2026-02-02T03:04");
    ReportDocument second =
        ReportDocument.parse(later.getBytes(StandardCharsets.US_ASCII), "of the test");
    String page = HtmlPage.of(List.of(second, first));
    assertThat(page).isEqualTo(HtmlPage.of(List.of(first, second)));
    Document parsed = Jsoup.parse(page);
    assertThat(parsed.title()).startsWith("How good are 3 models");
    Element course = parsed.select("section[aria-labelledby=course]").first();
    assertThat(course.select("tbody tr").eachText())
        .containsExactly("2026-01-02 03:04 UTC 1.5 2.5 –", "2026-02-02 03:04 UTC 1.5 2.5 3.5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"schema\": \"exactloss-report/2\", \"results\": []}",
        "{\"schema\": \"exactloss-report/1\"}",
        "{\"schema\": \"exactloss-report/1\", \"schema\": \"exactloss-report/1\"}",
        "{\"schema\": \"exactloss-report/1\", \"results\": []}",
        "{\"schema\": \"exactloss-report/1\", \"results\": [3]}",
        "{\"schema\": \"exactloss-report/1\", \"results\": [{\"prediction\": \"p\","
            + " \"count\": {}}]}",
        "{\"schema\": \"exactloss-report/1\", \"results\": [{\"prediction\": \"p\","
            + " \"count\": {}}], \"slicings\": [{\"names\": [], \"reported\": 3}]}"
      })
  void refusesWhatIsNoReport(String json) {
    assertRefused(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void refusesWhatIsCutOffOrTooDeep() {
    byte[] whole = JsonReport.of(PageReports.of(names(1, 1))).getBytes(StandardCharsets.US_ASCII);
    assertRefused(java.util.Arrays.copyOf(whole, whole.length / 2));
    assertRefused("[".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
    byte[] followed = java.util.Arrays.copyOf(whole, whole.length + 1);
    followed[whole.length] = '}';
    assertRefused(followed);
  }

  private static void assertRefused(byte[] json) {
    assertThatThrownBy(() -> ReportDocument.parse(json, "r.json"))
        .isInstanceOfSatisfying(
            EvaluationException.class,
            e -> assertThat(e.kind()).isEqualTo(EvaluationException.Kind.STORAGE))
        .hasMessageMatching("(?s)Cannot read the report r.json: .+; name a file .+");
  }
}

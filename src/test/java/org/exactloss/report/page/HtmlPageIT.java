package org.exactloss.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.exactloss.report.EvaluationReport;
import org.exactloss.testing.Chromium;
import org.exactloss.testing.HostileStrings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The page as people see it, in a real browser. */
class HtmlPageIT {
  private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
  private static final String OPEN_ALL =
      "document.querySelectorAll('details').forEach(one => { one.open = true; })";
  private static final int TAB = 9;
  private static final EvaluationReport WEATHER = WeatherPage.report();

  @TempDir static Path folder;
  private static Chromium browser;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    browser = Chromium.start(folder.resolve("profile"));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    browser.close();
  }

  private static EvaluationReport ordinary(int models, int slices) {
    return PageReports.of(
        new PageReports.Names(
            IntStream.range(0, models).mapToObj(i -> "model_" + i).toList(),
            "station",
            IntStream.range(0, slices).mapToObj(i -> "S" + i).toList(),
            "day",
            "temperature"));
  }

  /** Errors, targets and predictions in other units. */
  private static EvaluationReport scaled(double unit) {
    return ordinary(2, 3)
        .withPictures(List.of(PageReports.pictures(unit), PageReports.pictures(unit)));
  }

  private static EvaluationReport longNames() {
    return PageReports.of(
        new PageReports.Names(
            List.of("m".repeat(200), "a name of words ".repeat(20)),
            "s".repeat(200),
            List.of("v".repeat(200), "a value of words ".repeat(20)),
            "b".repeat(200),
            "o".repeat(200)));
  }

  private static EvaluationReport hostile() {
    List<String> strings = HostileStrings.all();
    return PageReports.of(
        new PageReports.Names(
            strings.subList(0, 5), strings.get(2), strings, strings.get(3), strings.get(1)));
  }

  private static EvaluationReport nothing() {
    return PageReports.report(
        List.of(
            PageReports.empty("nothing", List.of()),
            PageReports.result("huge", Double.MAX_VALUE),
            PageReports.result("tiny", 1e-300),
            PageReports.result("infinite", Double.POSITIVE_INFINITY)),
        PageReports.provenance(
            new PageReports.Names(List.of("x"), "x", List.of(1L), "x", "target")));
  }

  static Stream<Arguments> pages() {
    List<Arguments> pages = new ArrayList<>();
    for (int width : new int[] {400, 1280}) {
      for (String scheme : new String[] {"light", "dark"}) {
        pages.add(Arguments.of("weather", WEATHER, width, scheme));
        pages.add(Arguments.of("ordinary", ordinary(3, 30), width, scheme));
      }
      pages.add(Arguments.of("one model", ordinary(1, 3), width, "light"));
      pages.add(Arguments.of("ten models", ordinary(10, 3), width, "light"));
      pages.add(Arguments.of("long", longNames(), width, "light"));
      pages.add(Arguments.of("hostile", hostile(), width, "light"));
      pages.add(Arguments.of("nothing", nothing(), width, "light"));
      pages.add(Arguments.of("huge", scaled(0x1p500), width, "light"));
      pages.add(Arguments.of("tiny", scaled(0x1p-500), width, "light"));
    }
    return pages.stream();
  }

  @ParameterizedTest(name = "{0}, {2}, {3}")
  @MethodSource("pages")
  void fitsIsQuietAsksForNothingAndKeepsNobodyOut(
      String name, EvaluationReport report, int width, String scheme) throws IOException {
    Path page = open(report, width, scheme);
    JsonNode closed = layout();
    browser.evaluate(OPEN_ALL);
    JsonNode opened = layout();

    assertThat(closed.path("problems")).as("closed").isEmpty();
    assertThat(opened.path("problems")).as("opened").isEmpty();
    assertThat(opened.path("texts").asInt()).isGreaterThan(closed.path("texts").asInt());
    assertThat(browser.messages()).isEmpty();
    assertThat(browser.requests()).containsExactly(page.toUri().toString());
    JsonNode judged = judge();
    assertThat(judged.path("violations")).isEmpty();
    assertThat(judged.path("passed").asInt()).isGreaterThan(15);
  }

  /** Says what keeps people out of the open page. */
  private static JsonNode judge() throws IOException {
    try (InputStream axe = HtmlPageIT.class.getResourceAsStream(AXE)) {
      browser.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8) + ";0");
    }
    return browser.evaluate(
        "axe.run({resultTypes: ['violations']}).then(all => ({passed: all.passes.length,"
            + " violations: all.violations.map(one => one.id + ' (' + one.impact + '): '"
            + " + one.nodes.map(node => node.html.slice(0, 120)).slice(0, 3).join(' '))}))");
  }

  @Test
  void theKeyboardReachesEverythingInItsOrder() throws IOException {
    open(WEATHER, 1280, "light");
    String describe =
        "(one => one.tagName + '#' + [...document.querySelectorAll('*')].indexOf(one))";
    JsonNode reachable =
        browser.evaluate(
            "[...document.querySelectorAll('a[href], summary, input, [tabindex=\"0\"]')]"
                + ".filter(one => one.checkVisibility()).map("
                + describe
                + ")");
    List<String> expected = new ArrayList<>();
    reachable.forEach(one -> expected.add(one.asText()));
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      browser.press("Tab", TAB);
      reached.add(browser.evaluate(describe + "(document.activeElement)").asText());
      assertThat(browser.evaluate("getComputedStyle(document.activeElement).outlineStyle").asText())
          .isEqualTo("solid");
    }
    assertThat(reached).isEqualTo(expected).hasSizeGreaterThan(20);
  }

  @Test
  void slicesAreSearched() throws IOException {
    open(ordinary(2, 30), 1280, "light");
    browser.evaluate("document.querySelector('input').focus()");
    browser.type("s2");
    JsonNode rows =
        browser.evaluate(
            "[...document.querySelectorAll('#slices-0-table tbody tr')]"
                + ".filter(one => one.checkVisibility()).map(one => one.cells[0].textContent)");
    assertThat(rows)
        .extracting(JsonNode::asText)
        .containsExactly(
            "S2", "S20", "S21", "S22", "S23", "S24", "S25", "S26", "S27", "S28", "S29");
    assertThat(browser.evaluate("document.querySelector('[role=status]').textContent").asText())
        .isEqualTo("11 of 30");
  }

  private static Path open(EvaluationReport report, int width, String scheme) throws IOException {
    Path page = folder.toRealPath().resolve("page.html");
    Files.writeString(page, PageReports.page(report));
    browser.open(page, width, scheme);
    return page;
  }

  private static JsonNode layout() throws IOException {
    try (InputStream script = HtmlPageIT.class.getResourceAsStream("layout.js")) {
      return browser.evaluate(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}

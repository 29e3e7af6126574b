package org.exactloss.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.exactloss.report.Printable;

/**
 * Where the numbers come from, and how to get them again.
 *
 * @param facts names and values
 * @param digests of the results that have one
 * @param command what reproduces the report; empty where the report does not say
 */
record Origin(List<Fact> facts, List<Fact> digests, String command) {

  /** A name and its value. */
  record Fact(String name, String value) {}

  static Origin of(ReportDocument report) {
    JsonNode provenance = report.root().path("provenance");
    List<Fact> facts = new ArrayList<>();
    provenance.path("inputs").forEach(input -> facts.add(input(input)));
    facts.add(new Fact("Evaluated", Course.minutes(report.start()) + speed(provenance)));
    add(facts, "Reader", provenance.path("reader"));
    add(facts, "Kernel", provenance.path("kernel"));
    String versions =
        "ExactLoss "
            + provenance.path("programVersion").asText()
            + ", Spark "
            + provenance.path("sparkVersion").asText()
            + ", Java "
            + provenance.path("javaVersion").asText();
    facts.add(new Fact("Versions", Printable.line(versions)));
    List<Fact> digests = new ArrayList<>();
    for (Result result : report.overall()) {
      if (result.json().path("digest").isTextual()) {
        digests.add(new Fact(result.name(), Printable.line(result.json().path("digest").asText())));
      }
    }
    return new Origin(facts, digests, ShellCommand.of(provenance.path("options")));
  }

  private static Fact input(JsonNode input) {
    long files = input.path("files").asLong();
    String size =
        files == 0
            ? ""
            : ", "
                + Digits.count(files)
                + (files == 1 ? " file, " : " files, ")
                + Digits.count(input.path("bytes").asLong())
                + " bytes, last changed "
                + input.path("lastModified").asText();
    return new Fact(
        "Data",
        Printable.line(
            input.path("name").asText() + " (" + input.path("format").asText() + size + ")"));
  }

  private static String speed(JsonNode provenance) {
    return Result.number(provenance.path("durationSeconds")).isEmpty()
        ? ""
        : ", "
            + Digits.count(provenance.path("rows").asLong())
            + " rows in "
            + Digits.brief(Result.number(provenance.path("durationSeconds")).getAsDouble(), 3)
            + " seconds";
  }

  private static void add(List<Fact> facts, String name, JsonNode value) {
    if (value.isTextual() && !value.asText().isEmpty()) {
      facts.add(new Fact(name, Printable.line(value.asText())));
    }
  }
}

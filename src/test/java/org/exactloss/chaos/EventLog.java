package org.exactloss.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Spark's driver wrote about one application, while it runs or afterwards. */
record EventLog(Path folder) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String EVENT = "{\"Event\":\"SparkListener";

  /** The application's id, once there is one. */
  Optional<String> application() throws IOException {
    return file().map(file -> file.getFileName().toString().replace(".inprogress", ""));
  }

  /** The text of all events. */
  String text() throws IOException {
    Optional<Path> file = file();
    return file.isPresent() ? Files.readString(file.get()) : "";
  }

  /** How many events of a name satisfy the condition. */
  long count(String event, Predicate<JsonNode> condition) throws IOException {
    return events(event).stream().filter(condition).count();
  }

  /** Whether a job has begun and an executor is there to work on it. */
  boolean isAtWork() throws IOException {
    String text = text();
    return text.contains(EVENT + "JobStart\"") && text.contains(EVENT + "ExecutorAdded\"");
  }

  /** How many tasks have ended so far. */
  int endedTasks() throws IOException {
    return text().split(Pattern.quote(EVENT + "TaskEnd\"")).length - 1;
  }

  /** How many rows the tasks that succeeded have read from files. */
  long rowsRead() throws IOException {
    return events("TaskEnd").stream()
        .filter(event -> event.path("Task End Reason").path("Reason").asText().equals("Success"))
        .mapToLong(
            event -> event.path("Task Metrics").path("Input Metrics").path("Records Read").asLong())
        .sum();
  }

  /** When the last job that began had ended, in milliseconds since 1970; far away if it did not. */
  long lastEnd() throws IOException {
    List<JsonNode> ends = events("JobEnd");
    if (ends.size() < events("JobStart").size()) {
      return Long.MAX_VALUE;
    }
    return ends.stream()
        .mapToLong(event -> event.path("Completion Time").asLong())
        .max()
        .orElse(Long.MAX_VALUE);
  }

  private List<JsonNode> events(String name) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : text().split("\n")) {
      // A line may be cut where the driver was killed.
      if (line.startsWith(EVENT + name + "\"") && line.endsWith("}")) {
        events.add(MAPPER.readTree(line));
      }
    }
    return events;
  }

  private Optional<Path> file() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).findFirst();
    }
  }
}

package org.exactloss.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One start of the program on the cluster, in a folder of its own. */
final class Job implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Most of a run is the start of its JVMs. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private static final List<String> SETTINGS =
      List.of(
          "spark.eventLog.enabled=true",
          "spark.eventLog.compress=false",
          "spark.eventLog.rolling.enabled=false",
          // The moments of faults are told by the tasks that have ended.
          "spark.eventLog.buffer.kb=1",
          "spark.ui.enabled=false",
          "spark.executor.heartbeatInterval=1s",
          "spark.network.timeout=20s",
          "spark.network.timeoutInterval=1s",
          "spark.sql.files.maxPartitionBytes=1m",
          "spark.sql.shuffle.partitions=9",
          "spark.sql.autoBroadcastJoinThreshold=-1");

  private final Path folder;
  private final Process process;
  private final EventLog events;
  private final long started = System.currentTimeMillis();

  private Job(Path folder, List<String> command) throws IOException {
    this.folder = folder;
    events = new EventLog(folder.resolve("events"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(folder.resolve("output").toFile())
            .redirectError(folder.resolve("error").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    process = builder.start();
  }

  /**
   * Starts the program.
   *
   * @param folder for what it writes; it is emptied
   * @param settings of Spark, beside the usual ones
   * @param further options of the command, beside those of the shape
   */
  static Job start(
      Cluster cluster,
      Shape shape,
      CampaignData data,
      String folder,
      List<String> settings,
      List<String> further)
      throws IOException {
    Path place = Project.emptyFolder(folder);
    Files.createDirectory(place.resolve("events"));
    Files.createDirectory(place.resolve("outputs"));
    List<String> words = new ArrayList<>(List.of(Project.PROGRAM.toString()));
    words.addAll(List.of("--master", cluster.url(), "--executor-memory", "600m"));
    words.addAll(List.of("--driver-memory", "600m", "--driver-java-options", QUICK_START));
    String options = QUICK_START + " " + Project.archiveOption();
    words.addAll(List.of("--conf", "spark.executor.extraJavaOptions=" + options));
    String classPath = Project.archivedClassPath();
    words.addAll(List.of("--conf", "spark.executor.extraClassPath=" + classPath));
    Stream.concat(SETTINGS.stream(), settings.stream())
        .forEach(setting -> words.addAll(List.of("--conf", setting)));
    words.addAll(List.of("--conf", "spark.eventLog.dir=" + place.resolve("events").toUri()));
    words.addAll(shape.options(data));
    words.addAll(further);
    words.addAll(List.of("--report", place.resolve("outputs/report.json").toString()));
    return new Job(place, words);
  }

  EventLog events() {
    return events;
  }

  /** When it was started, in milliseconds since 1970. */
  long started() {
    return started;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end; false if it does not come within these seconds. */
  boolean ends(long seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS);
  }

  int exitCode() {
    return process.exitValue();
  }

  /** Standard error. */
  String messages() throws IOException {
    return Files.readString(folder.resolve("error"));
  }

  /** The results of the report without what differs from run to run; empty if there is none. */
  String results() throws IOException {
    Path report = folder.resolve("outputs/report.json");
    if (!Files.exists(report)) {
      return "";
    }
    ObjectNode root = (ObjectNode) MAPPER.readTree(Files.readString(report));
    root.remove("provenance");
    return root.toString();
  }

  /** Whether there is no output, not even a part of one, under a name that is not hidden. */
  boolean leftNothing() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("outputs"))) {
      return files.allMatch(file -> file.getFileName().toString().startsWith("."));
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}

package org.exactloss.chaos;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Where the built project is, and how a Java program is started from it. */
final class Project {
  static final Path ROOT = Path.of("").toAbsolutePath();
  static final Path FOLDER = ROOT.resolve("target/chaos");
  static final Path SPARK = ROOT.resolve("target/spark");
  static final Path PROGRAM = ROOT.resolve("scripts/exactloss");
  private static final String JAVA = System.getProperty("java.home") + "/bin/java";

  private Project() {}

  /** The words that start a class of the embedded Spark. */
  static List<String> sparkCommand(String heap, String name) {
    return command(heap, SPARK.resolve("jars") + "/*", name);
  }

  /** The words that start a class of the class path of this program. */
  static List<String> testCommand(String heap, String name) {
    return command(heap, System.getProperty("java.class.path"), name);
  }

  private static List<String> command(String heap, String classPath, String name) {
    List<String> words = new ArrayList<>();
    words.add(JAVA);
    words.add("@" + ROOT.resolve("target/jvm.options"));
    words.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-cp", classPath, name));
    return words;
  }

  /** The beginning of the class path that the program's archive of classes was made for. */
  static String archivedClassPath() throws IOException {
    Path jars = SPARK.resolve("jars");
    Path logging = first(jars, "slf4j-api-*.jar").orElseThrow();
    return ROOT.resolve("target/exactloss.jar") + ":" + logging + ":" + jars + "/*";
  }

  /** The option of Java that uses the program's archive of classes; empty while there is none. */
  static String archiveOption() throws IOException {
    return first(ROOT.resolve("target"), "classes-*.jsa")
        .map(archive -> "-XX:SharedArchiveFile=" + archive)
        .orElse("");
  }

  private static Optional<Path> first(Path folder, String pattern) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      Iterator<Path> all = files.iterator();
      return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
    }
  }

  /** From now on, all processes that this one has started end with it, also by a signal. */
  static void endWhatIsStarted() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () ->
                    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
  }

  /** The folder of all that campaigns write. */
  static Path folder() throws IOException {
    return Files.createDirectories(FOLDER);
  }

  /** An empty folder of this name. */
  static Path emptyFolder(String name) throws IOException {
    Path folder = FOLDER.resolve(name);
    delete(folder);
    return Files.createDirectories(folder);
  }

  /** Deletes a file, or a folder with all that it holds, if it is there. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            // Spark cleans its own folders up at the same time.
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

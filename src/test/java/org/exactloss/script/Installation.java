package org.exactloss.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** A folder with the scripts, as a user has them. */
record Installation(Path root) {

  /** The project itself, as it was built. */
  static final Installation PROJECT = new Installation(Path.of("").toAbsolutePath());

  /** A copy of the scripts and what they need, without anything built. */
  static Installation unbuilt(Path root) throws IOException {
    copy(PROJECT.root.resolve("scripts"), root.resolve("scripts"));
    copy(PROJECT.root.resolve("conf"), root.resolve("conf"));
    copy(PROJECT.root.resolve("src/examples"), root.resolve("src/examples"));
    return new Installation(root);
  }

  /** A copy of the scripts beside the jar and the embedded Spark of the project. */
  static Installation built(Path root) throws IOException {
    Installation copy = unbuilt(root);
    Path target = Files.createDirectories(root.resolve("target"));
    Files.copy(PROJECT.jar(), copy.jar());
    Files.createSymbolicLink(target.resolve("spark"), PROJECT.root.resolve("target/spark"));
    return copy;
  }

  /** A copy of the scripts, with links to the jar and the embedded Spark of the project. */
  static Installation linked(Path root) throws IOException {
    Installation copy = unbuilt(root);
    Path target = Files.createDirectories(root.resolve("target"));
    Files.createSymbolicLink(copy.jar(), PROJECT.jar());
    Files.createSymbolicLink(target.resolve("spark"), PROJECT.root.resolve("target/spark"));
    return copy;
  }

  Path script(String name) {
    return root.resolve("scripts").resolve(name);
  }

  Path jar() {
    return root.resolve("target/exactloss.jar");
  }

  Path weather() {
    return root.resolve("src/examples/weather_forecasts.csv.gz");
  }

  /** Writes a program that the shell runs. */
  static Path program(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}

package org.exactloss.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The archive of classes that makes later starts quick. */
class ClassArchiveIT {
  private static final Installation PROJECT = Installation.PROJECT;
  private static final long MINUTES = 5;

  @TempDir private Path folder;

  /** Ways in which a file can be no archive. */
  private enum Damage {
    EMPTY {
      @Override
      void doTo(Path archive) throws IOException {
        Files.write(archive, new byte[0]);
      }
    },
    OTHER_CONTENT {
      @Override
      void doTo(Path archive) throws IOException {
        Files.writeString(archive, "no archive");
      }
    },
    CUT_SHORT {
      @Override
      void doTo(Path archive) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
          file.setLength(file.length() / 2);
        }
      }
    },
    FLIPPED_BITS {
      @Override
      void doTo(Path archive) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
          file.seek(file.length() / 2);
          int value = file.read();
          file.seek(file.length() / 2);
          file.write(value ^ 0xff);
        }
      }
    };

    abstract void doTo(Path archive) throws IOException;
  }

  @Test
  void theSecondRunTakesItsClassesFromTheArchive() throws Exception {
    archiveOfTheProject();
    Path log = folder.resolve("classes.log");

    Run run =
        Run.of(
                PROJECT.script("exactloss"),
                "--driver-java-options",
                "-Xlog:class+load=info:file=" + log + " -Dexactloss.word='two words'",
                "--version")
            .go();

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.output()).startsWith("ExactLoss 0.1.0");
    assertThat(log)
        .content()
        .containsPattern("org\\.exactloss\\.cli\\.Main source: shared objects file \\(top\\)")
        .containsPattern("SparkSubmit source: shared objects file \\(top\\)");
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedArchiveDoesNoHarm(Damage damage) throws Exception {
    Path whole = archiveOfTheProject();
    Installation copy = Installation.linked(folder.resolve("a copy"));
    Path archive = copy.root().resolve("target").resolve(whole.getFileName());
    Files.copy(whole, archive);
    Files.copy(sizeOf(whole), sizeOf(archive));
    assertThat(archive.toFile().setWritable(true)).isTrue();
    damage.doTo(archive);
    long length = Files.size(archive);

    Run run = Run.of(copy.script("exactloss"), "--version").go();

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.output()).startsWith("ExactLoss 0.1.0").doesNotContain("[warning]", "[error]");
    assertThat(run.error().lines())
        .allMatch(line -> line.startsWith("WARNING: Using incubator modules"));
    assertThat(archive).as("it is not made again").hasSize(length);
  }

  @Test
  void somethingBeforeSparkOnTheClassPathGoesWithoutIt() throws Exception {
    archiveOfTheProject();
    Run run =
        Run.of(PROJECT.script("exactloss"), "--driver-class-path", folder.toString(), "--version")
            .go();

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.output()).startsWith("ExactLoss 0.1.0");
  }

  private static Path sizeOf(Path archive) {
    return archive.resolveSibling(archive.getFileName() + ".size");
  }

  /** Waits for it, if another run is making it. */
  private static Path archiveOfTheProject() throws Exception {
    Run run = Run.of(PROJECT.script("exactloss"), "--version").go();
    assertThat(run.exitCode()).as(run.all()).isZero();
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
    Optional<Path> archive = archive();
    while (archive.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(500);
      archive = archive();
    }
    assertThat(archive).as("an archive newer than the jar").isPresent();
    assertThat(archive.get()).isNotEmptyFile();
    return archive.get();
  }

  private static Optional<Path> archive() throws IOException {
    try (Stream<Path> files = Files.list(PROJECT.jar().getParent())) {
      return files
          .filter(file -> file.toString().endsWith(".jsa"))
          .filter(file -> file.toFile().lastModified() > PROJECT.jar().toFile().lastModified())
          .findFirst();
    }
  }
}

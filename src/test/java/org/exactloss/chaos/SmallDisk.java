package org.exactloss.chaos;

import java.io.IOException;
import java.nio.file.Path;

/** A file system in memory of 24 MiB, mounted on a folder. Only root may make one. */
final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Whether this machine lets the campaign mount one. */
  static boolean isPossible() throws IOException, InterruptedException {
    Path folder = Project.emptyFolder("mount");
    if (!mount(folder)) {
      return false;
    }
    unmount(folder);
    return true;
  }

  static SmallDisk on(Path folder) throws IOException, InterruptedException {
    if (!mount(folder)) {
      throw new IOException("Cannot mount a small file system on " + folder);
    }
    return new SmallDisk(folder);
  }

  private static boolean mount(Path folder) throws IOException, InterruptedException {
    return run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder.toString());
  }

  private static void unmount(Path folder) throws IOException, InterruptedException {
    if (!run("umount", "--lazy", folder.toString())) {
      throw new IOException("Cannot unmount " + folder);
    }
  }

  private static boolean run(String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    unmount(folder);
  }
}

package org.exactloss.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.chaos.CrashPoints.Content;
import org.exactloss.store.AtomicOutput;
import org.exactloss.store.ExistingOutput;

/** A file that is published on the faulty file system, in several writes. */
final class FaultyOutput implements CrashPoints.Publication {
  private static final int WRITES = 5;

  private final Path file;
  private final Configuration hadoop = new Configuration();

  FaultyOutput(Path folder) {
    file = folder.resolve("report.json");
    hadoop.set(
        "fs.AbstractFileSystem." + FaultyFileSystem.SCHEME + ".impl",
        FaultyFileSystem.Context.class.getName());
  }

  private static byte[] part(Content content) {
    return (content.name().repeat(1000) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void publish(Content content, ExistingOutput existing) {
    AtomicOutput output =
        AtomicOutput.prepare(FaultyFileSystem.SCHEME + "://" + file, existing, List.of(), hadoop);
    output.write(
        out -> {
          for (int i = 0; i < WRITES; i++) {
            out.write(part(content));
          }
        });
  }

  @Override
  public Content found() throws IOException {
    if (!Files.exists(file)) {
      return Content.NOTHING;
    }
    byte[] bytes = Files.readAllBytes(file);
    for (Content content : List.of(Content.OLD, Content.NEW)) {
      String whole = new String(part(content), StandardCharsets.US_ASCII).repeat(WRITES);
      if (Arrays.equals(bytes, whole.getBytes(StandardCharsets.US_ASCII))) {
        return content;
      }
    }
    return Content.MIXED;
  }

  /** A file is replaced in one step. */
  @Override
  public boolean oldIsKept() {
    return false;
  }
}

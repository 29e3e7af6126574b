package org.exactloss.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.EvaluationException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredFileTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  @Test
  void aFileIsReadWholeUpToTheLargest() throws IOException {
    byte[] content = {1, 2, 3};
    String uri = Files.write(folder.resolve("file"), content).toString();
    assertThat(StoredFile.read(uri, 4, HADOOP)).isEqualTo(content);
    assertThat(StoredFile.read(uri, 3, HADOOP)).isEqualTo(content);
    refused(uri, 2, HADOOP, "it has 3 bytes, more than 2; name a smaller file");
  }

  @Test
  void whatIsNoReadableFileIsRefused() {
    refused(folder.toString(), 9, HADOOP, "it is a folder; name a file in it");
    refused(folder + "/missing", 9, HADOOP, "it does not exist; name a file that does");
    refused(
        "elsewhere:/file",
        9,
        UnreachableFiles.as("elsewhere"),
        "the disk is away; see who may read it");
  }

  private static void refused(String uri, long mostBytes, Configuration hadoop, String why) {
    assertThatThrownBy(() -> StoredFile.read(uri, mostBytes, hadoop))
        .isInstanceOfSatisfying(
            EvaluationException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORAGE))
        .hasMessage("Cannot read " + uri + ": " + why);
  }
}

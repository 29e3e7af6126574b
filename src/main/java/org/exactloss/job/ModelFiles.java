package org.exactloss.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.exactloss.report.Provenance;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.PredictionModel;

/** The file or the folder of a model, on any file system that Spark knows. */
final class ModelFiles {
  /** Some millions of weights; a model is held by every task. */
  private static final int MAX_BYTES = 64 << 20;

  private final String option;
  private final String uri;
  private final Configuration configuration;

  ModelFiles(PredictionModel model, Configuration configuration) {
    option = model.kind() == PredictionModel.Kind.LINEAR ? "--linear-model" : "--pipeline-model";
    uri = model.uri();
    this.configuration = configuration;
  }

  /**
   * What is there, for the report.
   *
   * @throws EvaluationException if nothing is
   */
  Provenance.Input origin(String format) {
    InputFiles files = InputFiles.list(List.of(uri), configuration);
    return new Provenance.Input(
        uri, format, files.files(), files.bytes(), files.lastModified().toString());
  }

  /**
   * SHA-256 over the files, in the order of their names, and these names, in hexadecimal digits.
   *
   * @throws EvaluationException of kind STORAGE if one cannot be read
   */
  String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      FileSystem fileSystem = new Path(uri).getFileSystem(configuration);
      String root = status(fileSystem).getPath().toString();
      List<String> paths =
          InputFiles.list(List.of(uri), configuration).found().stream()
              .map(file -> file.getPath().toString())
              .sorted()
              .toList();
      for (String path : paths) {
        digest.update(path.substring(root.length()).getBytes(StandardCharsets.UTF_8));
        try (InputStream stream = new DigestInputStream(fileSystem.open(new Path(path)), digest)) {
          stream.transferTo(OutputStream.nullOutputStream());
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw unreadable(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * The content of the one file.
   *
   * @throws EvaluationException of kind USAGE if it is a folder, of kind STORAGE if it cannot be
   *     read or is too large
   */
  byte[] content() {
    try {
      FileSystem fileSystem = new Path(uri).getFileSystem(configuration);
      FileStatus file = status(fileSystem);
      if (file.isDirectory()) {
        throw refused(
            "it is a folder",
            "name the JSON file of the weights; a saved pipeline is given with --pipeline-model");
      } else if (file.getLen() > MAX_BYTES) {
        throw storage(
            "it has " + file.getLen() + " bytes, and a model no more than " + MAX_BYTES,
            "compute the predictions beforehand and store them as a column");
      }
      try (InputStream stream = fileSystem.open(file.getPath())) {
        return stream.readNBytes(MAX_BYTES);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * The folder of a saved pipeline, as its full path.
   *
   * @throws EvaluationException if it is not one
   */
  String pipelineFolder() {
    try {
      FileSystem fileSystem = new Path(uri).getFileSystem(configuration);
      FileStatus folder = status(fileSystem);
      if (!folder.isDirectory()) {
        throw refused(
            "it is a file, and a saved pipeline is a folder",
            "name the folder that PipelineModel.save wrote; weights in JSON are given with"
                + " --linear-model");
      } else if (!fileSystem.exists(new Path(folder.getPath(), "metadata"))) {
        throw storage(
            "it is no saved pipeline: there is no folder metadata in it",
            "name the folder that PipelineModel.save wrote");
      }
      return folder.getPath().toString();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private FileStatus status(FileSystem fileSystem) throws IOException {
    FileStatus[] found = fileSystem.globStatus(new Path(uri));
    if (found == null || found.length != 1) {
      throw refused(
          "it names " + (found == null ? 0 : found.length) + " files", "name a single one");
    }
    return found[0];
  }

  private EvaluationException refused(String why, String remedy) {
    return EvaluationException.usage(message(why, remedy));
  }

  private EvaluationException storage(String why, String remedy) {
    return EvaluationException.storage(message(why, remedy));
  }

  private EvaluationException unreadable(IOException e) {
    return new EvaluationException(
        EvaluationException.Kind.STORAGE,
        message(
            String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString()),
            "check who may read it, and restore it if it is damaged"),
        e);
  }

  private String message(String why, String remedy) {
    return "Cannot use " + option + " " + uri + ": " + why + "; " + remedy;
  }
}

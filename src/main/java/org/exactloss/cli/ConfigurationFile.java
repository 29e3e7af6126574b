package org.exactloss.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.NearNames;

/**
 * Reads options from a properties file in UTF-8: the syntax of {@link Properties#load}, except that
 * a repeatable option may stand on several lines, each of which adds a value.
 */
final class ConfigurationFile {
  /** Far more than all options need: what is larger is another file, named by mistake. */
  static final int MOST_BYTES = 1 << 20;

  private ConfigurationFile() {}

  /**
   * The options that the file gives.
   *
   * @throws EvaluationException of kind STORAGE if the file is missing, unreadable or larger than
   *     {@link #MOST_BYTES}, of kind USAGE if a name in it is unknown or a value is blank
   */
  static OptionValues read(String path) {
    OptionSource source = OptionSource.file(path);
    Lines lines = new Lines();
    try {
      lines.load(new StringReader(text(path)));
    } catch (IOException | IllegalArgumentException e) {
      throw source.refusal(
          "it has a malformed escape (" + e.getMessage() + ")",
          "write a backslash twice where it stands for itself");
    }
    OptionValues values = new OptionValues();
    lines.values.forEach((key, given) -> values.set(option(key, source), given, source));
    return values;
  }

  private static String text(String path) {
    try (InputStream file = Files.newInputStream(Path.of(path))) {
      // Also of a pipe, of which nobody knows the size.
      byte[] content = file.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new IOException("it is larger than " + MOST_BYTES + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (IOException | InvalidPathException e) {
      throw new EvaluationException(
          EvaluationException.Kind.STORAGE,
          "Cannot read the configuration " + path + ": " + reason(e) + "; name another file",
          e);
    }
  }

  private static String reason(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission is denied";
    }
    return e instanceof CharacterCodingException ? "it is not in UTF-8" : e.getMessage();
  }

  private static EvaluateOption option(String key, OptionSource source) {
    return EvaluateOption.ofKey(key)
        .filter(EvaluateOption::isConfigurable)
        .orElseThrow(
            () -> {
              List<String> near = NearNames.of(key, EvaluateOption.configurationKeys());
              return source.refusal(
                  "there is no option " + key,
                  near.isEmpty()
                      ? "the options are those of evaluate --help, without dashes"
                      : "did you mean " + String.join(" or ", near) + "?");
            });
  }

  /** Keeps every line of a properties file, in order, where a map would keep the last of a name. */
  private static final class Lines extends Properties {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, List<String>> values = new LinkedHashMap<>();

    @Override
    public synchronized Object put(Object key, Object value) {
      values.computeIfAbsent((String) key, name -> new ArrayList<>()).add((String) value);
      return super.put(key, value);
    }
  }
}

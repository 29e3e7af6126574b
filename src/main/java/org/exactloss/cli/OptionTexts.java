package org.exactloss.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;

/** What the help says of the options of {@code evaluate}. */
final class OptionTexts {
  private static final String RESOURCE = "evaluate-options.properties";
  private static final Properties TEXTS = read();

  private OptionTexts() {}

  private static Properties read() {
    Properties texts = new Properties();
    try (InputStream in = OptionTexts.class.getResourceAsStream(RESOURCE)) {
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  /** The text of the option of this name. */
  static String of(String key) {
    String text = TEXTS.getProperty(key);
    if (text == null) {
      throw new IllegalArgumentException("no text for the option " + key);
    }
    return text;
  }

  static Set<String> keys() {
    return TEXTS.stringPropertyNames();
  }
}

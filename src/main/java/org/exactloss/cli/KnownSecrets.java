package org.exactloss.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.exactloss.spec.Redaction;

/** Secrets that are known before the command line is understood, so that no mistake shows them. */
final class KnownSecrets {
  private static final Pattern SETTING =
      Pattern.compile("(?:--(?:targets-)?option=)?([\\w.-]+)=(.*)", Pattern.DOTALL);

  /** Switches and numbers, which would be masked everywhere. */
  private static final Pattern COMMON = Pattern.compile("true|false|[0-9]*");

  private static final Set<String> SETTINGS = Set.of("--option", "--targets-option");

  private KnownSecrets() {}

  /**
   * The secrets among the settings of data sources and of Spark, and in URIs.
   *
   * @param properties those of the system, where spark-submit leaves the settings of Spark
   */
  static List<String> of(String[] arguments, Map<?, ?> properties) {
    List<String> secrets = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      Matcher setting = SETTING.matcher(arguments[i]);
      boolean given =
          (i > 0 && SETTINGS.contains(arguments[i - 1]))
              || arguments[i].startsWith("--option=")
              || arguments[i].startsWith("--targets-option=");
      if (given && setting.matches()) {
        secrets.addAll(
            Redaction.isSecret(setting.group(1))
                ? List.of(setting.group(2))
                : Redaction.secretsIn(setting.group(2)));
      }
    }
    properties.forEach(
        (name, value) -> {
          if (name.toString().startsWith("spark.") && Redaction.isSecret(name.toString())) {
            secrets.add(value.toString());
          }
        });
    secrets.removeIf(secret -> COMMON.matcher(secret).matches());
    return secrets;
  }
}

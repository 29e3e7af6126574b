package org.exactloss.spec;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes secrets out of what is shown or written: passwords, tokens and keys become {@code ***}. */
public final class Redaction {
  /** What stands in place of a secret. */
  public static final String MASK = "***";

  private static final String SECRET_WORDS =
      "(?:password|passwd|passphrase|pwd|secret|token|credential|signature|accesskey|access[._-]key"
          + "|private[._-]?key|api[._-]?key|account[._-]?key)";

  private static final Pattern SECRET_NAME =
      Pattern.compile(SECRET_WORDS + "|[._-]key$|^key$|^sig$", Pattern.CASE_INSENSITIVE);

  /** The password in scheme://user:password@host; one with slashes is told from a port. */
  private static final Pattern USER_INFO =
      Pattern.compile("(://[^\\s/:@]*):([^\\s/]*|(?![0-9]+/)[^\\s@]*)@");

  /** The password in jdbc:oracle:thin:user/password@host. */
  private static final Pattern ORACLE_LOGIN =
      Pattern.compile("(jdbc:[^\\s/@]*:[^\\s/:@]+)/([^\\s/@]*)@");

  private static final String SECRET_PARAMETER =
      "(?<=^|[\\s?&;,({\\[])([\\w.-]*" + SECRET_WORDS + "[\\w.-]*\\s?=\\s?|(?<=[?&])sig=)";

  /** A secret among the parameters of a URI or in a list of settings. */
  private static final Pattern PARAMETER =
      Pattern.compile(SECRET_PARAMETER + "([^\\s&;,)}\\]]+)", Pattern.CASE_INSENSITIVE);

  /** The same where no sentence is around it, so that punctuation belongs to the secret. */
  private static final Pattern WHOLE_PARAMETER =
      Pattern.compile(SECRET_PARAMETER + "(\\{[^}]*\\}|[^\\s&;]+)", Pattern.CASE_INSENSITIVE);

  /** Options whose values are expressions and names, in which nothing looks for secrets. */
  private static final Set<String> EXPRESSIONS =
      Set.of(
          "where",
          "prediction",
          "target",
          "weight",
          "key",
          "ignore-target",
          "slice",
          "batch-by",
          "order-by",
          "fail-if",
          "keep",
          "features",
          "schema");

  private Redaction() {}

  /** Whether a setting of this name holds a secret. */
  public static boolean isSecret(String name) {
    return SECRET_NAME.matcher(name).find();
  }

  /** The secrets in a URI or in the value of a setting, decoded too where they are encoded. */
  public static List<String> secretsIn(String value) {
    List<String> secrets = new ArrayList<>();
    for (Pattern pattern : List.of(USER_INFO, ORACLE_LOGIN, WHOLE_PARAMETER)) {
      Matcher matcher = pattern.matcher(value);
      while (matcher.find()) {
        String secret = matcher.group(2);
        secrets.add(secret);
        decoded(secret).ifPresent(secrets::add);
      }
    }
    return secrets;
  }

  private static Optional<String> decoded(String secret) {
    if (secret.indexOf('%') < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(URLDecoder.decode(secret, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      // A sign of percentage that stands for itself.
      return Optional.empty();
    }
  }

  /** A text without the secrets in its URIs and settings. */
  public static String text(String text) {
    return masked(text, PARAMETER);
  }

  private static String masked(String text, Pattern parameter) {
    String shown = USER_INFO.matcher(text).replaceAll("$1:" + MASK + "@");
    shown = ORACLE_LOGIN.matcher(shown).replaceAll("$1/" + MASK + "@");
    return parameter.matcher(shown).replaceAll("$1" + MASK);
  }

  /**
   * The path of a file without its password. Nothing else in it is masked: paths of two files stay
   * different.
   */
  public static String path(String uri) {
    return USER_INFO.matcher(uri).replaceAll("$1:" + MASK + "@");
  }

  /** A text in which these secrets are masked too; those below four characters are too common. */
  public static String text(String text, List<String> secrets) {
    String shown = text(text);
    for (String secret : secrets) {
      if (secret.length() >= 4) {
        shown = shown.replace(secret, MASK);
      }
    }
    return shown;
  }

  /** The value of a command line option, such as {@code password=***} of {@code option}. */
  public static String optionValue(String option, String value) {
    if (EXPRESSIONS.contains(option)) {
      return value;
    }
    int equals = value.indexOf('=');
    boolean setting = option.endsWith("option") && equals >= 0;
    if (setting && isSecret(value.substring(0, equals))) {
      return value.substring(0, equals + 1) + MASK;
    }
    return setting
        ? value.substring(0, equals + 1) + masked(value.substring(equals + 1), WHOLE_PARAMETER)
        : text(value);
  }
}

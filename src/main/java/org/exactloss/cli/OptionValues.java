package org.exactloss.cli;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.exactloss.spec.EvaluationException;
import org.exactloss.spec.Redaction;

/** The values that were given for options, and their conversion into what they mean. */
final class OptionValues {
  private final Map<EvaluateOption, Given> given = new EnumMap<>(EvaluateOption.class);

  /** The values of one option and where they were given. */
  private record Given(List<String> values, OptionSource source) {}

  /**
   * Sets the values of an option, in place of those it had.
   *
   * @throws EvaluationException of kind USAGE if one is blank, or an option stands more than once
   *     that may stand only once
   */
  void set(EvaluateOption option, List<String> values, OptionSource source) {
    if (values.size() > 1 && !option.isRepeatable()) {
      throw source.refusal(
          source.name(option) + " is given " + values.size() + " times", "give it once");
    }
    if (values.stream().anyMatch(String::isBlank)) {
      throw source.refusal(source.name(option) + " is blank", "give it a value or leave it out");
    }
    given.put(option, new Given(List.copyOf(values), source));
  }

  /** Takes over the options that are given here and there from there. */
  void replaceBy(OptionValues others) {
    given.putAll(others.given);
  }

  boolean isGiven(EvaluateOption option) {
    return given.containsKey(option);
  }

  /** All values of an option that may stand more than once. */
  List<String> all(EvaluateOption option) {
    return isGiven(option) ? given.get(option).values() : List.of();
  }

  /** The value of an option, its default where it is not given. */
  Optional<String> text(EvaluateOption option) {
    return isGiven(option) ? Optional.of(all(option).get(0)) : option.defaultValue();
  }

  boolean flag(EvaluateOption option) {
    String value = word(option);
    if (!value.equals("true") && !value.equals("false")) {
      throw refusal(option, value, "give true or false");
    }
    return value.equals("true");
  }

  int wholeNumber(EvaluateOption option) {
    String value = word(option);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw refusal(option, value, "give a whole number");
    }
  }

  /** A whole number that may be large. */
  long count(EvaluateOption option) {
    String value = word(option);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw refusal(option, value, "give a whole number");
    }
  }

  /** The double nearest to the value. */
  double number(EvaluateOption option) {
    return number(option, word(option));
  }

  /** The doubles nearest to the values of a list. */
  List<Double> numbers(EvaluateOption option) {
    return list(option).stream().map(value -> number(option, value)).toList();
  }

  private double number(EvaluateOption option, String value) {
    // Double.parseDouble also takes hexadecimal digits and a type's letter at the end.
    if (!value.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
      throw refusal(option, word(option), "give a number, such as 0.01 or 1e-4");
    }
    return Double.parseDouble(value);
  }

  /** The constant of an enumeration whose name in lower case is the value. */
  <E extends Enum<E>> E choice(EvaluateOption option, Class<E> type) {
    String value = word(option);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(value))
        .findFirst()
        .orElseThrow(
            () -> refusal(option, value, "give one of " + option.valueLabel().replace("|", ", ")));
  }

  /** The values {@code K=V} of an option as a map. */
  Map<String, String> settings(EvaluateOption option) {
    Map<String, String> settings = new LinkedHashMap<>();
    // Spark takes names in any case for the same.
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String value : all(option)) {
      int equals = value.indexOf('=');
      if (equals <= 0) {
        throw refusal(option, value, "give a name and a value, as in header=false");
      }
      String name = value.substring(0, equals).strip();
      if (!names.add(name)) {
        throw refusal(option, value, "give " + name + " once");
      }
      settings.put(name, value.substring(equals + 1));
    }
    return settings;
  }

  /** The values of a list, which commas outside of parentheses and quotes part. */
  List<String> list(EvaluateOption option) {
    return isGiven(option) ? lists(option).get(0) : List.of();
  }

  /** The values of each list of an option that may stand more than once. */
  List<List<String>> lists(EvaluateOption option) {
    return all(option).stream().map(value -> split(option, value)).toList();
  }

  private List<String> split(EvaluateOption option, String value) {
    try {
      return CommaList.split(value);
    } catch (IllegalArgumentException e) {
      throw refusal(option, value, e.getMessage());
    }
  }

  /**
   * The refusal of an option that makes no sense without another.
   *
   * @param need what is missing
   */
  EvaluationException missing(EvaluateOption option, EvaluateOption need) {
    OptionSource source = given.get(option).source();
    return source.refusal(
        source.name(option) + " is given without " + source.name(need),
        "give both, or leave " + source.name(option) + " out");
  }

  /** What was given, in the order of the options, by the names of a configuration file. */
  Map<String, List<String>> asGiven() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    given.forEach((option, entry) -> values.put(option.key(), entry.values()));
    return values;
  }

  private String word(EvaluateOption option) {
    return text(option).orElseThrow().strip();
  }

  private EvaluationException refusal(EvaluateOption option, String value, String advice) {
    OptionSource source = given.get(option).source();
    String shown = Redaction.optionValue(option.key(), value);
    return source.refusal(source.name(option) + " is " + shown, advice);
  }
}

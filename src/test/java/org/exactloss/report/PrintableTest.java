package org.exactloss.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void keepsOrdinaryText() {
    assertThat(Printable.line("prévision 気温 a*b - 'c' 🌡")).isEqualTo("prévision 気温 a*b - 'c' 🌡");
  }

  @Test
  void escapesWhatMovesTheCursor() {
    assertThat(Printable.line("a\u001B[2Jb\r\nc\u009B1md\u007F"))
        .isEqualTo("a\\u001B[2Jb\\u000D\\u000Ac\\u009B1md\\u007F");
  }

  @Test
  void escapesWhatIsInvisible() {
    assertThat(Printable.line("a\u202Eb\u200Bc\u2028d\uD800"))
        .isEqualTo("a\\u202Eb\\u200Bc\\u2028d\\uD800");
  }

  @Test
  void keepsTheLinesOfATextOfSeveral() {
    assertThat(Printable.lines("a\n\tb\u0007\n")).isEqualTo("a\n\tb\\u0007\n");
  }
}

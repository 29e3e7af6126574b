package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.exactloss.report.TextStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {
  @TempDir Path folder;

  @Test
  void believesTheScript() {
    assertThat(isTerminal(Map.of("EXACTLOSS_TERMINAL", "1"), folder)).isTrue();
    assertThat(isTerminal(Map.of("EXACTLOSS_TERMINAL", "0"), folder)).isFalse();
  }

  @Test
  void looksWhereStandardErrorGoes() throws IOException {
    assertThat(isTerminal(Map.of(), link("a", "/dev/pts/3"))).isTrue();
    assertThat(isTerminal(Map.of(), link("b", "/dev/tty1"))).isTrue();
    assertThat(isTerminal(Map.of(), link("c", "/var/log/nightly.log"))).isFalse();
    assertThat(isTerminal(Map.of(), link("d", "pipe:[4711]"))).isFalse();
    assertThat(isTerminal(Map.of(), folder.resolve("missing"))).isFalse();
  }

  @Test
  void writesNothingOverAgainOnATerminalThatCannot() {
    assertThat(isTerminal(Map.of("EXACTLOSS_TERMINAL", "1", "TERM", "dumb"), folder)).isFalse();
  }

  @Test
  void colorsOnlyATerminalAndOnlyThoseWhoWantIt() throws IOException {
    Path terminal = link("e", "/dev/pts/3");
    assertThat(Terminal.style(Map.of(), terminal)).isEqualTo(TextStyle.COLORED);
    assertThat(Terminal.style(Map.of("NO_COLOR", ""), terminal)).isEqualTo(TextStyle.COLORED);
    assertThat(Terminal.style(Map.of("NO_COLOR", "1"), terminal)).isEqualTo(TextStyle.PLAIN);
    assertThat(Terminal.style(Map.of("TERM", "dumb"), terminal)).isEqualTo(TextStyle.PLAIN);
    assertThat(Terminal.style(Map.of("EXACTLOSS_TERMINAL", "1"), folder))
        .isEqualTo(TextStyle.PLAIN);
    assertThat(Terminal.style(Map.of("EXACTLOSS_TERMINAL_OUTPUT", "1"), folder))
        .isEqualTo(TextStyle.COLORED);
  }

  private static boolean isTerminal(Map<String, String> environment, Path standardError) {
    return Terminal.isTerminal(environment, Terminal.VARIABLE, standardError);
  }

  private Path link(String name, String target) throws IOException {
    return Files.createSymbolicLink(folder.resolve(name), Path.of(target));
  }
}

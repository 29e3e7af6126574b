package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {
  @TempDir Path folder;

  @Test
  void believesTheScript() {
    assertThat(Terminal.isTerminal(Map.of("EXACTLOSS_TERMINAL", "1"), folder)).isTrue();
    assertThat(Terminal.isTerminal(Map.of("EXACTLOSS_TERMINAL", "0"), folder)).isFalse();
  }

  @Test
  void looksWhereStandardErrorGoes() throws IOException {
    assertThat(Terminal.isTerminal(Map.of(), link("a", "/dev/pts/3"))).isTrue();
    assertThat(Terminal.isTerminal(Map.of(), link("b", "/dev/tty1"))).isTrue();
    assertThat(Terminal.isTerminal(Map.of(), link("c", "/var/log/nightly.log"))).isFalse();
    assertThat(Terminal.isTerminal(Map.of(), link("d", "pipe:[4711]"))).isFalse();
    assertThat(Terminal.isTerminal(Map.of(), folder.resolve("missing"))).isFalse();
  }

  @Test
  void writesNothingOverAgainOnATerminalThatCannot() {
    assertThat(Terminal.isTerminal(Map.of("EXACTLOSS_TERMINAL", "1", "TERM", "dumb"), folder))
        .isFalse();
  }

  private Path link(String name, String target) throws IOException {
    return Files.createSymbolicLink(folder.resolve(name), Path.of(target));
  }
}

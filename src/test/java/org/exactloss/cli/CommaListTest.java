package org.exactloss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommaListTest {
  @Test
  void splitsAtCommasOutsideOfParenthesesAndQuotes() {
    assertThat(CommaList.split(" a, `b,c` ,f(x,[y,z]),'it''s, ok',\"d\\\",e\""))
        .containsExactly("a", "`b,c`", "f(x,[y,z])", "'it''s, ok'", "\"d\\\",e\"");
    assertThat(CommaList.split("a")).containsExactly("a");
    assertThat(CommaList.split("`a``,b`,`c\\`")).containsExactly("`a``,b`", "`c\\`");
    assertThat(CommaList.split("'(',b")).containsExactly("'('", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "a,,b | leave no empty name between commas",
        "a, | leave no empty name between commas",
        "f(a | balance the parentheses",
        "a),(b | balance the parentheses",
        "'a,b | close the quote '",
        "a,`b | close the quote `"
      })
  void refusesWhatIsNoList(String text, String advice) {
    assertThatThrownBy(() -> CommaList.split(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(advice);
  }
}

package org.exactloss.spec;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputSpecTest {
  @Test
  void aTableHasItsOwnSchema() {
    assertThatThrownBy(
            () ->
                new InputSpec(
                    List.of(), Optional.of("t"), Optional.empty(), Map.of(), Optional.of("a INT")))
        .isInstanceOf(EvaluationException.class)
        .hasMessage(
            "Cannot give a schema to the table t: a table has its own; leave --schema out, or CAST"
                + " in the expressions");
  }
}

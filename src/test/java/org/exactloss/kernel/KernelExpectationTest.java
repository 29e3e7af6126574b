package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Fails where the tests would run with another kernel than the build says. The build sets {@code
 * exactloss.expect.kernel} to the kind that is to be selected, and {@code exactloss.expect.bits} to
 * the width of the vector kernel under test; without them the vector kernel is expected where its
 * module is.
 */
@Tag("kernel")
class KernelExpectationTest {
  private static final boolean MODULE =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  @Test
  void theExpectedKernelIsSelected() {
    String expected = System.getProperty("exactloss.expect.kernel", MODULE ? "VECTOR" : "PLAIN");
    SquaredErrorKernels.Selection selection = SquaredErrorKernels.select(Optional.empty());
    assertThat(selection.kind())
        .as("selected: %s", selection.description())
        .isEqualTo(KernelKind.valueOf(expected));
  }

  @Test
  void theVectorKernelHasTheExpectedWidth() {
    int expected = Integer.getInteger("exactloss.expect.bits", ThisJvm.FACTS.vectorBits());
    assertThat(ThisJvm.FACTS.vectorBits()).as("bits of a vector").isEqualTo(expected);
    assertThat(KernelsUnderTest.sliced().containsKey("vector"))
        .as("vector kernel under test")
        .isEqualTo(expected > 0);
  }

  @Test
  void noSelfTestFails() {
    assertThat(ThisJvm.FACTS.vectorFailure()).isEmpty();
    assertThat(ThisJvm.FACTS.plainFailure()).isEmpty();
  }
}

package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The JVM of the tests: a HotSpot that compiles with C2. */
@Tag("kernel")
class JvmFactsTest {

  @Test
  void factsAreThoseOfThisJvm() {
    boolean module = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    assertThat(JvmFacts.hasVectorModule()).isEqualTo(module);
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    assertThat(JvmFacts.hasFusedMultiplyAdd())
        .isEqualTo(Boolean.parseBoolean(hotSpot.getVMOption("UseFMA").getValue()));
    assertThat(hotSpot.getVMOption("TieredStopAtLevel").getValue()).isEqualTo("4");
    assertThat(JvmFacts.compilerProblem()).isEmpty();
  }

  @Test
  void vectorClassesAreMadeByName() {
    if (JvmFacts.hasVectorModule()) {
      assertThat(ThisJvm.newVectorKernel().getClass().getSimpleName())
          .isEqualTo("VectorSquaredErrorKernel");
      assertThat(ThisJvm.newPictureIndex().getClass().getSimpleName())
          .isEqualTo("VectorPictureIndex");
      assertThat(ThisJvm.newSquareLoop().getClass().getSimpleName()).isEqualTo("VectorSquareLoop");
      assertThat(ThisJvm.newFloatLoop().getClass().getSimpleName()).isEqualTo("VectorFloatLoop");
    }
  }
}

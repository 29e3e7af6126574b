package org.exactloss.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** What this JVM says about itself. */
final class JvmFacts {
  static final String VECTOR_MODULE = "jdk.incubator.vector";

  private JvmFacts() {}

  static boolean hasVectorModule() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
  }

  /**
   * Whether the processor multiplies and adds in one instruction and the JVM uses it; false where
   * the JVM does not say.
   */
  static boolean hasFusedMultiplyAdd() {
    return flag("UseFMA").map(Boolean::parseBoolean).orElse(false);
  }

  /** Why the optimizing compiler C2 does not run here; empty if it does. */
  static Optional<String> compilerProblem() {
    String mode = System.getProperty("java.vm.info", "");
    if (mode.contains("interpreted")) {
      return Optional.of("the JVM interprets; start it without -Xint");
    }
    if (flag("UseJVMCICompiler").map(Boolean::parseBoolean).orElse(false)) {
      return Optional.of("the JVM does not compile with C2; start it with -XX:-UseJVMCICompiler");
    }
    Optional<String> level = flag("TieredStopAtLevel");
    if (level.isEmpty()) {
      return Optional.of("the JVM is not a HotSpot with C2; start a HotSpot JVM");
    }
    if (Integer.parseInt(level.get()) < 4) {
      return Optional.of("the compiler C2 is off; start the JVM without -XX:TieredStopAtLevel");
    }
    return Optional.empty();
  }

  private static Optional<String> flag(String name) {
    try {
      HotSpotDiagnosticMXBean bean =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return bean == null ? Optional.empty() : Optional.of(bean.getVMOption(name).getValue());
    } catch (IllegalArgumentException | NoClassDefFoundError e) {
      // No HotSpot, or one without this flag.
      return Optional.empty();
    }
  }
}

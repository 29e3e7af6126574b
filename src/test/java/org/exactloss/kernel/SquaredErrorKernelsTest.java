package org.exactloss.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.exactloss.exact.Superaccumulator;
import org.exactloss.kernel.SquaredErrorKernels.Selection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The choice on made-up machines, and what it leads to on this one. */
@Tag("kernel")
class SquaredErrorKernelsTest {
  private static final KernelFacts GOOD =
      new KernelFacts(true, Optional.empty(), 512, Optional.empty(), Optional.empty());

  private static Selection choose(KernelFacts facts) {
    return SquaredErrorKernels.select(Optional.empty(), facts);
  }

  private static KernelFacts withoutModule() {
    return new KernelFacts(false, Optional.empty(), 0, Optional.empty(), Optional.empty());
  }

  @Test
  void aGoodMachineGetsTheVectorKernel() {
    assertThat(choose(GOOD))
        .isEqualTo(new Selection(KernelKind.VECTOR, "vector (8 lanes, 512 bits)"));
  }

  @Test
  void withoutTheModuleThePlainKernelNamesTheRemedy() {
    assertThat(choose(withoutModule()))
        .isEqualTo(
            new Selection(
                KernelKind.PLAIN,
                "plain: module jdk.incubator.vector is missing; start the JVM with"
                    + " --add-modules=jdk.incubator.vector"));
  }

  @Test
  void withoutTheCompilerThePlainKernelIsChosen() {
    Selection selection =
        choose(
            new KernelFacts(
                true,
                Optional.of("C2 is off; remove -Xint"),
                256,
                Optional.empty(),
                Optional.empty()));
    assertThat(selection)
        .isEqualTo(new Selection(KernelKind.PLAIN, "plain: C2 is off; remove -Xint"));
  }

  @Test
  void narrowVectorsAreLeftToThePlainKernel() {
    Selection selection =
        choose(new KernelFacts(true, Optional.empty(), 128, Optional.empty(), Optional.empty()));
    assertThat(selection.kind()).isEqualTo(KernelKind.PLAIN);
    assertThat(selection.description()).contains("only 128 bits", "AVX2");
    assertThat(
            choose(
                new KernelFacts(true, Optional.empty(), 256, Optional.empty(), Optional.empty())))
        .isEqualTo(new Selection(KernelKind.VECTOR, "vector (4 lanes, 256 bits)"));
  }

  @Test
  void aFailedSelfTestRulesAKernelOut() {
    Selection plain =
        choose(new KernelFacts(true, Optional.empty(), 256, Optional.of("v"), Optional.empty()));
    assertThat(plain).isEqualTo(new Selection(KernelKind.PLAIN, "plain: v"));
    Selection scalar =
        choose(new KernelFacts(true, Optional.empty(), 256, Optional.of("v"), Optional.of("p")));
    assertThat(scalar).isEqualTo(new Selection(KernelKind.SCALAR, "scalar: v; no plain kernel: p"));
  }

  @ParameterizedTest
  @EnumSource(KernelKind.class)
  void whatIsAskedForIsTaken(KernelKind kind) {
    Selection selection = SquaredErrorKernels.select(Optional.of(kind), GOOD);
    assertThat(selection.kind()).isEqualTo(kind);
    assertThat(selection.description()).endsWith("as asked for");
  }

  @Test
  void aSlowVectorKernelIsTakenWhenAskedFor() {
    KernelFacts facts =
        new KernelFacts(true, Optional.of("slow"), 128, Optional.empty(), Optional.empty());
    assertThat(SquaredErrorKernels.select(Optional.of(KernelKind.VECTOR), facts).kind())
        .isEqualTo(KernelKind.VECTOR);
  }

  @Test
  void whatCannotBeUsedIsRefusedWithReasonAndRemedy() {
    assertThatThrownBy(
            () -> SquaredErrorKernels.select(Optional.of(KernelKind.VECTOR), withoutModule()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot use the vector kernel: module jdk.incubator.vector is missing; start the JVM"
                + " with --add-modules=jdk.incubator.vector");
    KernelFacts broken =
        new KernelFacts(true, Optional.empty(), 512, Optional.of("v"), Optional.of("p"));
    assertThatThrownBy(() -> SquaredErrorKernels.select(Optional.of(KernelKind.PLAIN), broken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot use the plain kernel: p");
  }

  @Test
  void thisJvmIsChosenForByItsFacts() {
    assertThat(SquaredErrorKernels.select(Optional.empty())).isEqualTo(choose(ThisJvm.FACTS));
    assertThat(ThisJvm.FACTS.vectorModule())
        .isEqualTo(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
  }

  @ParameterizedTest
  @EnumSource(KernelKind.class)
  void aKernelIsCreatedOrRefused(KernelKind kind) {
    if (ThisJvm.FACTS.obstacle(kind).isPresent()) {
      assertThatThrownBy(() -> SquaredErrorKernels.create(kind))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("Cannot use the");
      return;
    }
    Superaccumulator sum = new Superaccumulator();
    SquaredErrorKernel kernel = SquaredErrorKernels.create(kind);
    kernel.add(new double[] {1, 5}, new double[] {3, 2}, 2, new int[2]);
    kernel.drainTo(sum, new Superaccumulator());
    assertThat(KernelsUnderTest.value(sum).nearest()).isEqualTo(13.0);
    Class<?> warming = WarmingSquaredErrorKernel.class;
    assertThat(kernel.getClass())
        .isEqualTo(
            switch (kind) {
              case SCALAR -> ScalarSquaredErrorKernel.class;
              case PLAIN -> PlainSquaredErrorKernel.class;
              case VECTOR ->
                  ThisJvm.FACTS.slowness(kind).isEmpty()
                      ? warming
                      : ThisJvm.newVectorKernel().getClass();
            });
  }

  /** A kernel that forgets the last row, as a broken compiler might. */
  private record Forgetful(SquaredErrorKernel kernel) implements SquaredErrorKernel {
    @Override
    public int add(double[] p, double[] t, int length, int[] nonFinite) {
      return kernel.add(p, t, length - 1, nonFinite);
    }

    @Override
    public int add(double[] p, double[] t, double weight, int length, int[] nonFinite) {
      return kernel.add(p, t, weight, length - 1, nonFinite);
    }

    @Override
    public int add(double[] p, double[] t, double[] weight, int length, int[] nonFinite) {
      return kernel.add(p, t, weight, length - 1, nonFinite);
    }

    @Override
    public void drainTo(Superaccumulator squaredError, Superaccumulator weight) {
      kernel.drainTo(squaredError, weight);
    }
  }

  /** What a kernel does wrongly, and all else rightly. */
  private enum Mistake {
    SUM,
    WEIGHTED_SUM,
    WEIGHTS
  }

  /** A kernel that makes one mistake. */
  private static SquaredErrorKernel mistaken(Mistake mistake) {
    SquaredErrorKernel kernel = new PlainSquaredErrorKernel();
    Superaccumulator one = new Superaccumulator();
    one.add(1, 0);
    return new SquaredErrorKernel() {
      private boolean weighted;

      @Override
      public int add(double[] p, double[] t, int length, int[] nonFinite) {
        return kernel.add(p, t, length, nonFinite);
      }

      @Override
      public int add(double[] p, double[] t, double weight, int length, int[] nonFinite) {
        throw new UnsupportedOperationException();
      }

      @Override
      public int add(double[] p, double[] t, double[] weight, int length, int[] nonFinite) {
        weighted = true;
        return kernel.add(p, t, weight, length, nonFinite);
      }

      @Override
      public void drainTo(Superaccumulator squaredError, Superaccumulator weights) {
        kernel.drainTo(squaredError, weights);
        if (mistake == (weighted ? Mistake.WEIGHTED_SUM : Mistake.SUM)) {
          squaredError.add(one);
        } else if (weighted && mistake == Mistake.WEIGHTS) {
          weights.add(one);
        }
      }
    };
  }

  @ParameterizedTest
  @EnumSource(Mistake.class)
  void theSelfTestFindsEveryMistake(Mistake mistake) {
    assertThat(KernelSelfTest.failure(() -> mistaken(mistake))).isPresent();
  }

  @Test
  void theSelfTestFindsAWrongKernel() {
    assertThat(KernelSelfTest.failure(() -> new Forgetful(new PlainSquaredErrorKernel())))
        .hasValueSatisfying(text -> assertThat(text).contains("differs from the scalar kernel's"));
    assertThat(KernelSelfTest.failure(PlainSquaredErrorKernel::new)).isEmpty();
    assertThat(KernelSelfTest.isStandardArithmetic()).isTrue();
  }
}

package org.exactloss.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.exactloss.cli.ConfigurationFuzz;
import org.exactloss.scan.ExpressionGateFuzz;
import org.exactloss.scan.NumberTextFuzz;
import org.exactloss.scan.pages.PageFileFuzz;
import org.exactloss.store.StateFileFuzz;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The inputs that fuzzing has collected, and some that are made of them, without the fuzzer. */
class CorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/fuzz");
  private static final int LARGEST = 4096;

  /**
   * A target of the fuzzer.
   *
   * @param mutants how many inputs are made of the corpus
   */
  private record Target(Class<?> type, int mutants) {
    List<byte[]> corpus() throws IOException {
      try (Stream<Path> files = Files.list(CORPUS.resolve(type.getSimpleName()))) {
        return files.sorted().map(Target::read).toList();
      }
    }

    private static byte[] read(Path file) {
      try {
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void run(byte[] input, String what) throws ReflectiveOperationException {
      Method target = type.getMethod("fuzzerTestOneInput", byte[].class);
      try {
        target.invoke(null, (Object) input);
      } catch (InvocationTargetException e) {
        throw new AssertionError(
            type.getSimpleName() + ", " + what + ": " + HexFormat.of().formatHex(input),
            e.getCause());
      }
    }
  }

  private static List<Target> targets() {
    return List.of(
        new Target(StateFileFuzz.class, 200),
        new Target(ConfigurationFuzz.class, 200),
        new Target(ExpressionGateFuzz.class, 40),
        new Target(NumberTextFuzz.class, 30_000),
        new Target(PageFileFuzz.class, 200));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void everyInputIsReadOrRefused(Target target) throws Exception {
    List<byte[]> corpus = target.corpus();
    assertThat(corpus).hasSizeGreaterThanOrEqualTo(5).allMatch(input -> input.length <= LARGEST);
    for (int i = 0; i < corpus.size(); i++) {
      target.run(corpus.get(i), "input " + i);
    }
    long seed = Long.getLong("exactloss.seed", 20_261_123L);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < target.mutants; i++) {
      target.run(mutant(corpus, random), "mutant " + i + " of the seed " + seed);
    }
  }

  /** The beginning of one input and the end of another, with some bytes changed. */
  private static byte[] mutant(List<byte[]> corpus, SplittableRandom random) {
    byte[] head = corpus.get(random.nextInt(corpus.size()));
    byte[] tail = random.nextInt(3) > 0 ? head : corpus.get(random.nextInt(corpus.size()));
    int cut = random.nextInt(head.length + 1);
    int from = random.nextInt(3) > 0 ? Math.min(cut, tail.length) : random.nextInt(tail.length + 1);
    byte[] mutant = Arrays.copyOf(head, cut + tail.length - from);
    System.arraycopy(tail, from, mutant, cut, tail.length - from);
    for (int changes = random.nextInt(4); changes > 0 && mutant.length > 0; changes--) {
      int place = random.nextInt(mutant.length);
      mutant[place] =
          random.nextBoolean()
              ? (byte) (mutant[place] ^ (1 << random.nextInt(Byte.SIZE)))
              : (byte) random.nextInt();
    }
    return mutant;
  }
}

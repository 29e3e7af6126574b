package org.exactloss.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.exactloss.oracle.Rational;
import org.junit.jupiter.api.Test;

class SuperaccumulatorTest {
  private static final long[] PATTERNS = {
    1,
    -1,
    3,
    0xFFFF_FFFFL,
    -0xFFFF_FFFFL,
    1L << 52,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -6148914691236517206L
  };
  private static final int LOWEST = -3232;
  private static final int LIMIT = 3488;

  @Test
  void startsAtZero() {
    assertValue(new Superaccumulator(), BigInteger.ZERO, 0);
    assertThat(new Superaccumulator().signum()).isZero();
    assertThat(new Superaccumulator().exponent()).isZero();
  }

  @Test
  void longsAreExactAtEveryExponent() {
    for (int exponent = LOWEST; exponent <= LIMIT - 64; exponent++) {
      for (long pattern : PATTERNS) {
        Superaccumulator sum = new Superaccumulator();
        sum.add(pattern, exponent);
        assertValue(sum, BigInteger.valueOf(pattern), exponent);
        assertThat(sum.signum()).isEqualTo(Long.signum(pattern));
      }
    }
  }

  @Test
  void bigIntegersAreExactAtEveryExponent() {
    Random random = new Random(7);
    for (int exponent = LOWEST; exponent < LIMIT; exponent++) {
      BigInteger value = new BigInteger(1 + random.nextInt(LIMIT - exponent), random);
      value = random.nextBoolean() ? value : value.negate();
      Superaccumulator sum = new Superaccumulator();
      sum.add(value, exponent);
      assertValue(sum, value, exponent);
    }
  }

  @Test
  void theSignificandIsOddAndCarriesTheSign() {
    Superaccumulator sum = new Superaccumulator();
    sum.add(-96, 10);
    assertThat(sum.significand()).isEqualTo(BigInteger.valueOf(-3));
    assertThat(sum.exponent()).isEqualTo(15);
  }

  /** What was added still waits for its carries: twice 2^32 and once, together an even number. */
  @Test
  void theExponentIsTheSameWhateverIsReadFirst() {
    for (int exponent = LOWEST; exponent < LIMIT - 96; exponent += 32) {
      Superaccumulator sum = new Superaccumulator();
      sum.add(0xFFFF_FFFFL, exponent);
      sum.add(1, exponent);
      sum.add(1, exponent + 32);
      assertThat(sum.exponent()).isEqualTo(exponent + 33);
      assertThat(sum.significand()).isEqualTo(BigInteger.ONE);
      sum.add(-0xFFFF_FFFFL, exponent + 33);
      sum.add(-1, exponent + 33);
      sum.add(0xFFFF_FFFFL, exponent + 33);
      assertThat(sum.exponent()).as("of zero").isZero();
    }
  }

  @Test
  void borrowsAndCarriesRunThroughAllLimbs() {
    Superaccumulator sum = new Superaccumulator();
    sum.add(1, LIMIT - 1);
    sum.add(-1, LOWEST);
    BigInteger expected = power(LIMIT - 1 - LOWEST).subtract(BigInteger.ONE);
    assertValue(sum, expected, LOWEST);
    sum.add(1, LOWEST);
    assertValue(sum, BigInteger.ONE, LIMIT - 1);
    sum.add(-1, LIMIT - 1);
    sum.add(-1, LOWEST);
    assertValue(sum, BigInteger.ONE.negate(), LOWEST);
    assertThat(sum.signum()).isEqualTo(-1);
  }

  @Test
  void readingChangesNothing() {
    Superaccumulator read = new Superaccumulator();
    Superaccumulator unread = new Superaccumulator();
    Random random = new Random(11);
    for (int i = 0; i < 2_000; i++) {
      long term = random.nextLong();
      int exponent = random.nextInt(LOWEST, LIMIT - 64);
      read.add(term, exponent);
      unread.add(term, exponent);
      read.signum();
      assertThat(read.significand().multiply(BigInteger.TWO))
          .isEqualTo(read.significand().shiftLeft(1));
      assertThat(read.exponent()).isEqualTo(read.exponent());
    }
    assertThat(read.significand()).isEqualTo(unread.significand());
    assertThat(read.exponent()).isEqualTo(unread.exponent());
  }

  @Test
  void addingAndSubtractingItself() {
    Superaccumulator sum = new Superaccumulator();
    sum.add(-12345678901L, -77);
    sum.add(99, 1000);
    Rational value = value(sum);
    sum.add(sum);
    assertThat(value(sum)).isEqualByComparingTo(value.add(value));
    sum.subtract(sum);
    assertThat(sum.signum()).isZero();
  }

  /** What was there before lies below, among and above the limbs of what follows. */
  @Test
  void nothingOfItIsLeftAfterItIsCleared() {
    Superaccumulator sum = new Superaccumulator();
    for (int exponent = LOWEST; exponent < LIMIT - 64; exponent += 32) {
      sum.clear();
      assertValue(sum, BigInteger.ZERO, 0);
      sum.add(Long.MAX_VALUE, exponent);
      sum.clear();
      sum.add(1, LOWEST);
      sum.add(1, LIMIT - 1);
      assertValue(sum, power(LIMIT - 1 - LOWEST).add(BigInteger.ONE), LOWEST);
    }
    for (int i = 0; i < 3; i++) {
      sum.clear();
      sum.add(1, LIMIT - 1); // in one limb
      assertValue(sum, BigInteger.ONE, LIMIT - 1);
    }
  }

  @Test
  void doublesAreExact() {
    Superaccumulator sum = new Superaccumulator();
    Rational expected = Rational.ZERO;
    double[] values = {0.1, -0.0, Double.MIN_VALUE, -Double.MAX_VALUE, Double.MIN_NORMAL, -1e-310};
    for (double value : values) {
      sum.add(value);
      expected = expected.add(Rational.of(value));
    }
    assertThat(value(sum)).isEqualByComparingTo(expected);
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> sum.add(value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Cannot take " + value + " into an exact sum: it is not a finite number");
    }
  }

  @Property
  void anySequenceIsTheSumOfItsTerms(@ForAll("terms") List<Term> terms) {
    Superaccumulator sum = new Superaccumulator();
    terms.forEach(term -> sum.add(term.value(), term.exponent()));
    assertThat(value(sum)).isEqualByComparingTo(total(terms));
    assertThat(sum.signum()).isEqualTo(total(terms).signum());
  }

  @Property(tries = 300)
  void partsAddUpAndSubtractBack(
      @ForAll("terms") List<Term> left, @ForAll("terms") List<Term> right) {
    Superaccumulator a = sum(left);
    Superaccumulator b = sum(right);
    List<Term> all = new ArrayList<>(left);
    all.addAll(right);
    Superaccumulator whole = sum(all);
    whole.subtract(b);
    assertThat(value(whole)).isEqualByComparingTo(value(a));
    whole.subtract(a);
    assertThat(whole.signum()).isZero();
    b.add(a);
    a.add(sum(right));
    assertThat(value(a)).isEqualByComparingTo(value(b)).isEqualByComparingTo(total(all));
  }

  @Property
  void productsWithAFactorAreExact(@ForAll("narrowTerms") List<Term> terms, @ForAll double factor) {
    Superaccumulator product = new Superaccumulator();
    product.add(7, -3);
    product.addProduct(sum(terms), factor);
    Rational expected =
        total(terms)
            .multiply(Rational.of(factor))
            .add(Rational.ofParts(BigInteger.valueOf(7), -3, 0));
    assertThat(value(product)).isEqualByComparingTo(expected);
  }

  @Test
  void aProductWithAFactorThatIsNotFiniteIsRefused() {
    Superaccumulator sum = new Superaccumulator();
    assertThatThrownBy(() -> sum.addProduct(new Superaccumulator(), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }

  @Provide
  Arbitrary<List<Term>> terms() {
    return terms(LOWEST, LIMIT - 64);
  }

  @Provide
  Arbitrary<List<Term>> narrowTerms() {
    return terms(-2148, 1950);
  }

  private static Arbitrary<List<Term>> terms(int lowest, int highest) {
    Arbitrary<Integer> exponents = Arbitraries.integers().between(lowest, highest);
    return Combinators.combine(Arbitraries.longs(), exponents).as(Term::new).list().ofMaxSize(40);
  }

  /** {@code value · 2^exponent}. */
  record Term(long value, int exponent) {}

  private static Superaccumulator sum(List<Term> terms) {
    Superaccumulator sum = new Superaccumulator();
    terms.forEach(term -> sum.add(term.value(), term.exponent()));
    return sum;
  }

  private static Rational total(List<Term> terms) {
    BigInteger total = BigInteger.ZERO;
    for (Term term : terms) {
      total = total.add(BigInteger.valueOf(term.value()).shiftLeft(term.exponent() - LOWEST));
    }
    return Rational.ofParts(total, LOWEST, 0);
  }

  private static Rational value(Superaccumulator sum) {
    return Rational.ofParts(sum.significand(), sum.exponent(), 0);
  }

  private static void assertValue(Superaccumulator sum, BigInteger significand, int exponent) {
    assertThat(value(sum)).isEqualByComparingTo(Rational.ofParts(significand, exponent, 0));
  }

  private static BigInteger power(int exponent) {
    return BigInteger.ONE.shiftLeft(exponent);
  }
}

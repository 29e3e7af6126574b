package org.exactloss.spec;

/** The policy for each kind of value that a sum cannot simply take in. */
public record ValuePolicies(
    ValuePolicy onNull, ValuePolicy onMalformed, ValuePolicy onNan, ValuePolicy onInfinite) {

  /** Every such value refuses the result. */
  public static final ValuePolicies FAIL =
      new ValuePolicies(ValuePolicy.FAIL, ValuePolicy.FAIL, ValuePolicy.FAIL, ValuePolicy.FAIL);

  public ValuePolicies {
    requireNoPropagation(onNull, "--on-null", "null");
    requireNoPropagation(onMalformed, "--on-malformed", "malformed");
  }

  private static void requireNoPropagation(ValuePolicy policy, String option, String what) {
    if (policy == ValuePolicy.PROPAGATE) {
      throw EvaluationException.usage(
          "Cannot use "
              + option
              + " propagate: a "
              + what
              + " value has no number to propagate; use fail or skip");
    }
  }
}

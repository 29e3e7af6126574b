package org.exactloss.spec;

/** What is done with an element that has a null, malformed, NaN or infinite value. */
public enum ValuePolicy {
  /** The scan is completed and counted, and no result is given. */
  FAIL,
  /** The element is left out and counted. */
  SKIP,
  /** IEEE rules decide the result; only for NaN and infinite predictions and targets. */
  PROPAGATE
}

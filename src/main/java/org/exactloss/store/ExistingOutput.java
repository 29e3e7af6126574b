package org.exactloss.store;

/** What is done with an output that exists. */
public enum ExistingOutput {
  /** It stops the job before anything is read. */
  REFUSE,
  /** It is replaced, in one step, when its successor is complete. */
  REPLACE
}

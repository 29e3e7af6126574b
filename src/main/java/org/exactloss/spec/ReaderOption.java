package org.exactloss.spec;

/** How the input is asked to reach the kernel; the result never depends on it. */
public enum ReaderOption {
  AUTO,
  PAGES,
  COLUMNS,
  ROWS
}

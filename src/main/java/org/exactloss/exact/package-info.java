/** Exact arithmetic: the superaccumulator, exact terms, and every routine that rounds. JDK only. */
package org.exactloss.exact;

/**
 * The inner loop: scalar, plain-Java and Vector API kernels with the same sums bit for bit. Why the
 * two fast ones lose nothing is proved in {@code src/site/markdown/kernel.md}.
 */
package org.exactloss.kernel;

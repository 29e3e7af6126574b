/** The inner loop: scalar, plain-Java and Vector API kernels with the same sums bit for bit. */
package org.exactloss.kernel;

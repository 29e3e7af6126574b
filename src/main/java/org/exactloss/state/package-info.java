/** Sufficient statistics of a loss that can be added, subtracted and written as canonical bytes. */
package org.exactloss.state;

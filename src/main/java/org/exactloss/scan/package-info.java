/** How rows become batches of primitive arrays and batches become states. */
package org.exactloss.scan;

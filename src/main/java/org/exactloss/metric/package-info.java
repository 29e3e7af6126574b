/** Numbers from states, each rounded once from the exact value. */
package org.exactloss.metric;

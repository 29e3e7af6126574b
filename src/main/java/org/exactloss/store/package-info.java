/** What lasts: outputs that appear whole or not at all. */
package org.exactloss.store;

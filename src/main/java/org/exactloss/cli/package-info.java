/** The command line. */
package org.exactloss.cli;

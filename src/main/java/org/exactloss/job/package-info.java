/** The Spark driver's side: plan the scan, run it, merge and finish. */
package org.exactloss.job;

/** The way from the pages of Parquet files to batches of primitive values. */
package org.exactloss.scan.pages;

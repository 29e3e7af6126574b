/** The page with pictures, made from JSON reports. */
package org.exactloss.report.page;

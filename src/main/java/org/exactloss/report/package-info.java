/** Reports for people and for programs. */
package org.exactloss.report;

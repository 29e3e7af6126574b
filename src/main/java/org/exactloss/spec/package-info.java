/** What was asked: immutable, validated records. */
package org.exactloss.spec;

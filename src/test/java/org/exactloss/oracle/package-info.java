/**
 * What the program is measured against: exact fractions that share no code with it, and rows that
 * are hard to add up.
 */
package org.exactloss.oracle;

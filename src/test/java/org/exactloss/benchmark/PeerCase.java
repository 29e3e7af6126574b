package org.exactloss.benchmark;

import java.util.List;

/**
 * Contenders for one task on one data set.
 *
 * @param name of the task
 * @param data what they work on, for people
 * @param rows of the data
 * @param truth the mean squared error that each answer is held against
 */
record PeerCase(String name, String data, long rows, double truth, List<Contender> contenders) {}

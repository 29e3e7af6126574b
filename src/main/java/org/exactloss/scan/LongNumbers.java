package org.exactloss.scan;

import java.util.Arrays;

/** Numbers different longs from 0 on, in the order in which they are met. */
final class LongNumbers {
  private static final int FIRST_CAPACITY = 64;
  private static final int NONE = -1;

  private long[] values = new long[FIRST_CAPACITY / 2];
  private int[] slots = freeSlots(FIRST_CAPACITY);
  private int size;

  private static int[] freeSlots(int count) {
    int[] slots = new int[count];
    Arrays.fill(slots, NONE);
    return slots;
  }

  int size() {
    return size;
  }

  /** The value of this number. */
  long value(int number) {
    return values[number];
  }

  /** The number of a value, a new one if it was not met before. */
  int number(long value) {
    int mask = slots.length - 1;
    int slot = spread(value) & mask;
    while (slots[slot] != NONE) {
      if (values[slots[slot]] == value) {
        return slots[slot];
      }
      slot = (slot + 1) & mask;
    }
    return add(value, slot);
  }

  private int add(long value, int slot) {
    if (size == values.length) {
      grow();
      return number(value);
    }
    values[size] = value;
    slots[slot] = size;
    return size++;
  }

  private void grow() {
    values = Arrays.copyOf(values, values.length * 2);
    slots = freeSlots(slots.length * 2);
    int mask = slots.length - 1;
    for (int number = 0; number < size; number++) {
      int slot = spread(values[number]) & mask;
      while (slots[slot] != NONE) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = number;
    }
  }

  private static int spread(long value) {
    long product = value * 0x9e3779b97f4a7c15L;
    return (int) (product ^ (product >>> 32));
  }

  /** Forgets all values, and the room that they took. */
  void clear() {
    values = new long[FIRST_CAPACITY / 2];
    slots = freeSlots(FIRST_CAPACITY);
    size = 0;
  }
}

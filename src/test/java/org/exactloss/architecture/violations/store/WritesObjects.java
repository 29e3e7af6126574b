package org.exactloss.architecture.violations.store;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

/** Writes by Java serialization. */
public final class WritesObjects {
  void write(Object state, OutputStream out) throws IOException {
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(state);
    }
  }
}
